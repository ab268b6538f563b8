// What the reader and the browser do.

linkForm.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = linkForm.elements[0].value.trim();
  linkForm.reset();
  guarded(() => {
    const [address, key] = text.split(/#(?:.*&)?k=/);
    if (key === undefined) throw new Refusal("noLink");
    if (address && !address.includes(pathId)) throw new Refusal("otherPage");
    return openWith(keyIn(key));
  });
});

wordsForm.addEventListener("submit", (event) => {
  event.preventDefault();
  const letters = wordsForm.elements[0].value.toLowerCase().replace(/[^a-z]/g, "");
  wordsForm.reset();
  guarded(async () => {
    if (letters.length < 18) throw new Refusal("fewWords");
    await openWith(await wordsKey(letters));
  });
});

remember.addEventListener("change", async () => {
  try {
    const record = { key: tree.key, until: Date.now() + DAYS_ON_DEVICE * 86400000 };
    await onDevice("readwrite", (keys) => remember.checked ? keys.put(record, pathId) : keys.delete(pathId));
  } catch {
    remember.checked = false;
    say("noStorage");
  }
});

times.addEventListener("click", () => {
  times.setAttribute("aria-pressed", String(times.getAttribute("aria-pressed") !== "true"));
  showTimes();
});

forgetButton.addEventListener("click", forget);
if (channel) channel.addEventListener("message", (event) => { if (event.data === pathId) lock("forgotten"); });
// A page that the browser kept as it was, while it was forgotten elsewhere.
window.addEventListener("pageshow", (event) => { if (event.persisted && tree && tree.era !== era()) lock("forgotten"); });
window.addEventListener("hashchange", start);
if (navigator.serviceWorker) navigator.serviceWorker.addEventListener("controllerchange", start);
setInterval(showOverdue, 60000);
speak(navigator.languages);
start();
