// What is kept: for the session, and on this device where the reader asks for it.

const DAYS_ON_DEVICE = 30;

function stored(storage, act) {
  try {
    return act(window[storage]);
  } catch {
    return null;
  }
}

const KEY = `tocsin-key:${pathId}`;
const SEEN = `tocsin-seen:${pathId}`;
const ERA = `tocsin-era:${pathId}`;

// Changes with each "forget", so that what was opened before it can be told from what came after.
const era = () => stored("localStorage", (local) => local.getItem(ERA)) || "";

function sessionKey() {
  return stored("sessionStorage", (session) => {
    const kept = JSON.parse(session.getItem(KEY));
    return kept && kept.era === era() ? fromBase64url(kept.key) : null;
  });
}

function keepForSession(text) {
  stored("sessionStorage", (session) => session.setItem(KEY, JSON.stringify({ key: text, era: era() })));
}

function onDevice(mode, act) {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open("tocsin", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("keys");
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const database = opening.result;
      const work = database.transaction("keys", mode);
      const request = act(work.objectStore("keys"));
      work.oncomplete = () => resolve(request.result);
      work.onabort = () => reject(work.error);
      database.close();
    };
  });
}

async function deviceRecord() {
  try {
    const record = await onDevice("readonly", (keys) => keys.get(pathId));
    if (!record || record.until > Date.now()) return record || null;
    await forgetOnDevice();
  } catch {
    // A browser that keeps nothing has nothing for us.
  }
  return null;
}

const forgetOnDevice = () => onDevice("readwrite", (keys) => keys.delete(pathId)).catch(() => {});

// Says whether this device has seen a newer head than this one, and keeps the newer of both.
function isReplayed(head) {
  return stored("localStorage", (local) => {
    const seen = JSON.parse(local.getItem(SEEN)) || {};
    const by = head.as_of && seen.as_of ? "as_of" : "newest";
    if (head[by] && seen[by] && head[by] < seen[by]) return true;
    local.setItem(SEEN, JSON.stringify({ as_of: head.as_of || seen.as_of, newest: head.newest || seen.newest }));
    return false;
  });
}

const channel = "BroadcastChannel" in window ? new BroadcastChannel("tocsin-forget") : null;

async function forget() {
  lock("forgotten");
  stored("sessionStorage", (session) => session.removeItem(KEY));
  stored("localStorage", (local) => {
    local.removeItem(SEEN);
    local.setItem(ERA, crypto.randomUUID());
  });
  if (channel) channel.postMessage(pathId);
  await forgetOnDevice();
}
