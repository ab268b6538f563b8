"use strict";

const shown = { state: null, moment: "now", path: "index.html", frames: new Map() };
const byId = (id) => document.getElementById(id);

function element(name, text, className) {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  if (className) made.className = className;
  return made;
}

async function fetched(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(new DOMParser().parseFromString(await answer.text(), "text/html").body.textContent);
  return answer.json();
}

function address(reader, path) {
  return `/pages/${encodeURIComponent(shown.moment)}/${encodeURIComponent(reader)}/${path}`;
}

/* What is wrong. */

function problemItem(problem) {
  const item = element("li");
  item.append(element("code", problem.place), element("span", ` ${problem.message} ${problem.mend}`));
  if (problem.excerpt) item.append(element("pre", problem.excerpt));
  return item;
}

function showProblems(problems, whole) {
  const errors = problems.filter((each) => each.severity === "error");
  const others = problems.filter((each) => each.severity !== "error");
  byId("broken").hidden = whole;
  byId("errors").replaceChildren(...errors.map(problemItem));
  byId("warned").hidden = others.length === 0;
  byId("warned").querySelector("summary").textContent =
    others.length === 1 ? "One warning or note" : `${others.length} warnings and notes`;
  byId("warnings").replaceChildren(...others.map(problemItem));
  document.body.classList.toggle("stale", !whole);
}

/* What changes for whom. */

function changeItem(words, kind, draft) {
  const item = element("li");
  item.append(element("span", `${kind} `, kind), element("span", words));
  if (draft) item.append(element("em", " (draft)", "muted"));
  return item;
}

function readerDifference(found, labels) {
  const section = element("div");
  const list = element("ul");
  for (const page of found.pages) list.append(changeItem(`page: ${page.title}`, page.change, page.draft));
  for (const entry of found.entries) {
    list.append(changeItem(`feed entry: [${entry.label}] ${entry.title}, ${entry.posted}`, entry.change, entry.draft));
  }
  section.append(element("h3", labels.join(", ")), list);
  return section;
}

/* Readers for whom the same changes are named together. */
function byDifference(readers) {
  const label = new Map(shown.state.readers.map((each) => [each.name, each.label]));
  const found = new Map();
  for (const { reader, ...difference } of readers) {
    const key = JSON.stringify(difference);
    const same = found.get(key) ?? { difference, labels: [] };
    same.labels.push(label.get(reader));
    found.set(key, same);
  }
  return [...found.values()].map((each) => readerDifference(each.difference, each.labels));
}

async function showDifferences() {
  const place = byId("differences");
  try {
    const found = await fetched(`/differences.json?now=${encodeURIComponent(shown.moment)}`);
    if (found.unknown) {
      place.replaceChildren(element("p", found.unknown, "muted"));
      return;
    }
    const parts = byDifference(found.readers);
    place.replaceChildren(...(parts.length ? parts : [element("p", "Nothing, for nobody.", "muted")]));
  } catch (fault) {
    place.replaceChildren(element("p", fault.message, "error"));
  }
}

/* The readers, side by side. */

function wanted() {
  return new Set([...byId("readers").querySelectorAll("input:checked")].map((each) => each.value));
}

function remember() {
  const kept = new URLSearchParams({ readers: [...wanted()].join(" "), page: shown.path, width: byId("width").value });
  history.replaceState(null, "", `${location.pathname}${location.search}#${kept}`);
}

function showReaders(readers) {
  const place = byId("readers");
  const there = [...place.querySelectorAll("input")].map((each) => each.value);
  if (there.join(" ") === readers.map((each) => each.name).join(" ")) return;
  const before = there.length ? wanted() : chosen(readers);
  for (const label of place.querySelectorAll("label")) label.remove();
  for (const reader of readers) {
    const label = element("label");
    const box = element("input");
    box.type = "checkbox";
    box.value = reader.name;
    box.checked = before.has(reader.name);
    box.addEventListener("change", () => { showFrames(); remember(); });
    label.append(box, ` ${reader.label} `);
    place.append(label);
  }
}

function chosen(readers) {
  const kept = new URLSearchParams(location.hash.slice(1)).get("readers");
  if (kept) return new Set(kept.split(" "));
  const accounts = readers.filter((each) => each.name.startsWith("account:"));
  return new Set([...readers.filter((each) => !accounts.includes(each)), ...accounts.slice(0, 2)].map((each) => each.name));
}

function showFrames() {
  const readers = shown.state.readers.filter((each) => wanted().has(each.name));
  for (const [name, figure] of shown.frames) {
    if (!readers.some((each) => each.name === name)) {
      figure.remove();
      shown.frames.delete(name);
    }
  }
  readers.forEach((reader, place) => {
    const figure = shown.frames.get(reader.name) ?? newFrame(reader);
    figure.style.width = `${byId("width").value}px`;
    /* A frame that is moved in the document would be loaded anew. */
    figure.style.order = place;
    if (!figure.isConnected) byId("frames").append(figure);
  });
}

function newFrame(reader) {
  const figure = element("figure");
  const caption = element("figcaption");
  const alone = element("a", "alone");
  const frame = element("iframe");
  alone.target = "_blank";
  alone.title = `Only the page of ${reader.label}`;
  frame.title = reader.label;
  frame.src = alone.href = address(reader.name, shown.path);
  frame.addEventListener("load", () => arrived(reader.name, frame, alone));
  caption.append(element("strong", reader.label), alone);
  figure.append(caption, frame);
  shown.frames.set(reader.name, figure);
  return figure;
}

function pathIn(frame) {
  const path = frame.contentWindow.location.pathname.split("/").slice(4).join("/");
  return decodeURIComponent(path) || "index.html";
}

function arrived(reader, frame, alone) {
  if (!frame.contentDocument || frame.contentWindow.location.protocol === "about:") return;
  const path = pathIn(frame);
  alone.href = address(reader, path);
  markDrafts(frame.contentDocument, path);
  if (frame.dataset.asked === path || path === shown.path) return;
  /* Somebody followed a link in this frame. */
  if (byId("together").checked) go(path, frame);
}

function go(path, followed) {
  shown.path = path;
  for (const [reader, figure] of shown.frames) {
    const frame = figure.querySelector("iframe");
    frame.dataset.asked = path;
    if (frame !== followed) frame.contentWindow.location.replace(address(reader, path));
  }
  choosePage();
  remember();
}

function markDrafts(page, path) {
  for (const draft of shown.state.drafts) {
    if (!path.endsWith(`incidents/${draft.incident}.html`)) continue;
    const item = page.getElementById(draft.update);
    if (!item || item.dataset.draft) continue;
    item.dataset.draft = "yes";
    const mark = page.createElement("strong");
    mark.textContent = "Draft: nobody sees this yet";
    mark.style.cssText = "display:inline-block;padding:0 .5em;color:#000;background:#ffd54a;border-radius:3px";
    item.style.setProperty("outline", "2px dashed #ffd54a");
    item.prepend(mark);
  }
}

/* What can be looked at. */

function showPages(incidents) {
  const fixed = [["index.html", "Index"], ["history.html", "History"], ["maintenance.html", "Maintenance"]];
  const drafts = new Set(shown.state.drafts.map((each) => each.incident));
  const pages = incidents.map((each) => [`incidents/${each.id}.html`, drafts.has(each.id) ? `${each.title} (draft)` : each.title]);
  byId("page").replaceChildren(...[...fixed, ...pages].map(([value, text]) => new Option(text, value)));
  choosePage();
}

function choosePage() {
  const select = byId("page");
  if (![...select.options].some((each) => each.value === shown.path)) select.append(new Option(shown.path, shown.path));
  select.value = shown.path;
}

async function show() {
  try {
    shown.state = await fetched(`/state.json?now=${encodeURIComponent(shown.moment)}`);
  } catch (fault) {
    byId("clock").textContent = fault.message;
    return;
  }
  const state = shown.state;
  state.readers ??= [];
  state.incidents ??= [];
  state.drafts ??= [];
  byId("clock").textContent = state.now ? `as of ${state.now}` : "nothing to show yet";
  showProblems(state.problems, state.whole);
  showReaders(state.readers);
  showPages(state.incidents);
  for (const figure of shown.frames.values()) figure.querySelector("iframe").contentWindow.location.reload();
  showFrames();
  showDifferences();
}

function moveTo(moment) {
  shown.moment = moment || "now";
  const query = shown.moment === "now" ? "" : `?now=${encodeURIComponent(shown.moment)}`;
  history.replaceState(null, "", `/${query}${location.hash}`);
  for (const figure of shown.frames.values()) figure.remove();
  shown.frames.clear();
  show();
}

function begin() {
  const kept = new URLSearchParams(location.hash.slice(1));
  shown.moment = new URLSearchParams(location.search).get("now") || "now";
  shown.path = kept.get("page") || "index.html";
  byId("width").value = kept.get("width") || "375";
  byId("moment").value = shown.moment === "now" ? "" : shown.moment;
  byId("page").addEventListener("change", (event) => go(event.target.value));
  byId("width").addEventListener("change", () => { showFrames(); remember(); });
  byId("moment").addEventListener("change", (event) => moveTo(event.target.value.trim()));
  const events = new EventSource("/events");
  let version = "";
  events.addEventListener("message", (event) => {
    if (event.data !== version) {
      version = event.data;
      show();
    }
  });
  events.addEventListener("error", () => { byId("clock").textContent = "the preview was stopped"; });
}

begin();
