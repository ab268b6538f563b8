// The page around it.

let told = [];

function say(...names) {
  told = names;
  note.textContent = names.map((name) => said[name]).join(" ");
}

// Each asynchronous piece of work has a number; a later one makes the earlier ones void.
let turn = 0;
let shownPage = null;

function lock(message, asks = true) {
  turn += 1;
  tree = null;
  shownPage = null;
  content.replaceChildren();
  content.hidden = bar.hidden = true;
  title.hidden = false;
  ask.hidden = !asks;
  say(message);
}

// What is kept but opens nothing can still be forgotten.
async function refuse(message) {
  lock(message);
  const mine = turn;
  const kept = sessionKey() || await deviceRecord();
  if (mine !== turn) return;
  asOf.textContent = "";
  device.hidden = times.hidden = true;
  bar.hidden = !kept;
}

function showAge(head) {
  asOf.textContent = head.as_of
    ? said.as_of.replace("{time}", inWords(new Date(head.as_of), document.documentElement.lang)) : "";
  const isStale = head.as_of && Date.now() - new Date(head.as_of) > 2000 * head.every + 60000;
  say(...(isReplayed(head) ? ["replayed"] : []), ...(isStale ? ["stale"] : []));
}

async function showBar({ head }) {
  const mine = turn;
  device.hidden = !head.device || !("indexedDB" in window);
  if (!head.device) await forgetOnDevice();
  const record = await deviceRecord();
  if (mine !== turn) return;
  const end = record ? record.until : Date.now() + DAYS_ON_DEVICE * 86400000;
  remember.checked = Boolean(record);
  bar.hidden = times.hidden = false;
  const date = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long" }).format(end);
  until.textContent = said.until.replace("{date}", date);
}

function render(bytes, page, anchor, from) {
  const read = mainOf(new TextDecoder().decode(bytes));
  const main = read.querySelector("main");
  if (!main) throw new Refusal("damaged");
  const pictures = [];
  content.lang = read.documentElement.lang;
  speak([content.lang]);
  showAge(from.head);
  content.dir = read.documentElement.dir;
  content.replaceChildren(imported(main, page, pictures));
  shownPage = page;
  title.hidden = ask.hidden = true;
  content.hidden = false;
  performance.mark("tocsin-shown");
  showTimes();
  showOverdue();
  offerCopies();
  content.focus({ preventScroll: true });
  scrollTo(anchor);
  showPictures(from, pictures).catch(() => say("damaged"));
}

function showMissing() {
  content.replaceChildren();
  shownPage = null;
  title.hidden = false;
  ask.hidden = true;
  say("missing");
}
