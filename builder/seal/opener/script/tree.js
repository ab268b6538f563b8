// The tree.

// What is open: {key, era, epoch, content, pages, head}, or null.
let tree = null;

// Returns null where there is no sealed file of this name, whatever a host answers instead.
async function loaded(name) {
  let bytes;
  try {
    const answer = await fetch(name, { cache: "no-store", redirect: "error", referrerPolicy: "no-referrer" });
    if (answer.status >= 500 || answer.status === 429) throw new Refusal("unreachable");
    bytes = answer.ok ? new Uint8Array(await answer.arrayBuffer()) : new Uint8Array(0);
  } catch {
    throw new Refusal("unreachable");
  }
  return isSealed(bytes) ? bytes : null;
}

async function unlocked(key, epoch) {
  const name = base32(await derive(key, 16, "slot", epoch));
  const slot = await loaded(name);
  if (!slot) throw new Refusal("withdrawn");
  const wrapping = await contentKey(await derive(key, 32, "wrap", epoch, pathId));
  return contentKey(await opened(slot, "slot", epoch, name, wrapping));
}

// The tree as it stands now: the head is asked for on each page, so none is older than its click.
async function current(known) {
  const sealed = await loaded("head");
  if (!sealed) throw new Refusal("nothing");
  const epoch = epochOf(sealed);
  const key = epoch === known.epoch ? known.content : await unlocked(known.key, epoch);
  let head;
  try {
    head = JSON.parse(new TextDecoder().decode(await opened(sealed, "head", epoch, "head", key)));
  } catch {
    throw new Refusal("damaged");
  }
  if (head.format !== 1) throw new Refusal("old");
  return { ...known, epoch, content: key, head, pages: new Map(Object.entries(head.pages)) };
}

async function file(from, path) {
  const [name, digest] = from.pages.get(path);
  const sealed = await loaded(name);
  if (!sealed) throw new Refusal("unreachable");
  performance.mark("tocsin-arrived");
  const bytes = await opened(sealed, "page", from.epoch, path, from.content);
  const found = hex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
  if (found !== digest) throw new Refusal("damaged");
  return bytes;
}
