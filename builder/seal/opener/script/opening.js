// Opening: which page, with which key.

function place() {
  const parts = new URLSearchParams(location.hash.slice(1));
  return { page: parts.get("p") || START, anchor: parts.get("a") || "" };
}

// The tree as it stands and one of its pages, if it has it. A tree that is published anew meanwhile may
// lose what was just named, so anything that fails is tried once more.
async function fetched(known, page) {
  for (let isLast = false; ; isLast = true) {
    try {
      const next = await current(known);
      const isThere = next.pages.has(page) && page.endsWith(".html");
      return { next, bytes: isThere ? await file(next, page) : null };
    } catch (error) {
      if (isLast) throw error;
    }
  }
}

// Opens the page that the address names, with a key or with what is open already.
async function show(known) {
  turn += 1;
  const mine = turn;
  const { page, anchor } = place();
  try {
    const { next, bytes } = await fetched(known, page);
    if (mine !== turn) return false;
    if (next.era !== era()) throw new Refusal("forgotten");
    tree = next;
    showAge(next.head);
    if (bytes) render(bytes, page, anchor, next);
    else showMissing();
    showBar(next);
    return true;
  } catch (error) {
    if (mine === turn) await refuse(error instanceof Refusal ? error.message : "damaged");
    return false;
  }
}

// With a key that is new here: it is kept once it has opened something.
async function openWith(bytes) {
  const key = await linkKey(bytes);
  if (!await show({ key, era: era() })) return;
  keepForSession(btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_"));
  const record = await deviceRecord();
  if (record) await onDevice("readwrite", (keys) => keys.put({ ...record, key }, pathId)).catch(() => {});
}

async function openWithWhatIsKept() {
  const bytes = sessionKey();
  const record = bytes ? null : await deviceRecord();
  if (bytes) await show({ key: await linkKey(bytes), era: era() });
  else if (record) await show({ key: record.key, era: era() });
  else lock("ask");
}

// A link's key out of its fragment; characters that a chat put behind it don't count.
function keyIn(text) {
  const found = /^([A-Za-z0-9_-]*)/.exec(text)[1];
  if (found.length !== 43) throw new Refusal("cutOff");
  return fromBase64url(found);
}

// Takes the key out of the address bar. Returns its text, or null where there is none.
function takeKey() {
  const parts = new URLSearchParams(location.hash.slice(1));
  const text = parts.get("k");
  if (text === null) return null;
  parts.delete("k");
  const rest = String(parts) && `#${parts}`;
  history.replaceState(null, "", location.pathname + location.search + rest);
  return text;
}

async function start() {
  const text = takeKey();
  const refusal = refusalOfSurroundings();
  if (refusal) {
    lock(refusal, false);
    return;
  }
  if (text !== null) await guarded(() => openWith(keyIn(text)));
  else if (tree === null) await openWithWhatIsKept();
  else if (place().page === shownPage) {
    // Whatever is still on its way was left by going back.
    turn += 1;
    scrollTo(place().anchor);
  } else await show(tree);
}

async function guarded(act) {
  try {
    await act();
  } catch (error) {
    lock(error instanceof Refusal ? error.message : "damaged");
  }
}

function refusalOfSurroundings() {
  if (window.top !== window.self) return "framed";
  if (!window.isSecureContext || !window.crypto || !crypto.subtle) return "insecure";
  if (navigator.serviceWorker && navigator.serviceWorker.controller) return "worker";
  if (!("DecompressionStream" in window)) return "old";
  return pathId ? null : "nothing";
}
