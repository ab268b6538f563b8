// Behaviour of what is shown.

const written = new WeakMap();

const inWords = (instant, language) =>
  new Intl.DateTimeFormat(language, {
    year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
    timeZoneName: "short",
  }).format(instant);

const contentLanguage = () => content.lang || undefined;

function showTimes() {
  const local = times.getAttribute("aria-pressed") === "true";
  for (const time of content.querySelectorAll("time[datetime]")) {
    const instant = new Date(time.dateTime);
    if (isNaN(instant) || !time.dateTime.includes("T")) continue;
    if (!written.has(time)) written.set(time, time.textContent);
    const [shown, other] = [inWords(instant, contentLanguage()), written.get(time)];
    time.textContent = local ? shown : other;
    time.title = local ? other : shown;
  }
}

// A promise that has passed says for how long, in the words of the page's language.
function showOverdue() {
  const relative = new Intl.RelativeTimeFormat(contentLanguage(), { numeric: "always" });
  for (const time of content.querySelectorAll(".due time[datetime], time[data-due]")) {
    const minutes = Math.floor((Date.now() - new Date(time.dateTime)) / 60000);
    if (!(minutes >= 1)) continue;
    const known = time.nextElementSibling;
    const ago = known && known.className === "tocsin-ago" ? known : document.createElement("span");
    ago.className = "tocsin-ago";
    ago.textContent = minutes < 120 ? ` (${relative.format(-minutes, "minute")})`
      : ` (${relative.format(-Math.floor(minutes / 60), "hour")})`;
    time.after(ago);
  }
}

function offerCopies() {
  for (const source of content.querySelectorAll("[data-copy]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "tocsin-copy";
    button.textContent = said.copy;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(source.dataset.copy || source.innerText.trim());
        button.textContent = said.copied;
      } catch {
        getSelection().selectAllChildren(source);
        button.textContent = said.selected;
      }
      setTimeout(() => { button.textContent = said.copy; }, 3000);
    });
    source.after(button);
  }
}

function scrollTo(anchor) {
  const at = anchor && content.querySelector(`#${CSS.escape(anchor)}`);
  for (let part = at; part && part !== content; part = part.parentElement) {
    if (part.localName === "details") part.open = true;
  }
  if (at) at.scrollIntoView();
  else window.scrollTo(0, 0);
}
