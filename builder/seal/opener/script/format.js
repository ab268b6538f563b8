// The format.

const PBKDF2_ROUNDS = 600000;
const utf8 = new TextEncoder();

function joined(parts) {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function enc(...items) {
  return joined(items.flatMap((item) => {
    const data = utf8.encode(item);
    const length = new Uint8Array(4);
    new DataView(length.buffer).setUint32(0, data.length);
    return [length, data];
  }));
}

const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

function base32(bytes) {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, "0")).join("");
  return bits.match(/.{1,5}/g)
    .map((five) => "abcdefghijklmnopqrstuvwxyz234567"[parseInt(five.padEnd(5, "0"), 2)]).join("");
}

function fromBase64url(text) {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

// The only form in which a link's key is used or kept on a device: it can't be read out again.
const linkKey = (bytes) => crypto.subtle.importKey("raw", bytes, "HKDF", false, ["deriveBits"]);

const contentKey = (bytes) => crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["decrypt"]);

async function derive(key, length, ...items) {
  const how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(0), info: enc(...items) };
  return new Uint8Array(await crypto.subtle.deriveBits(how, key, length * 8));
}

async function wordsKey(letters) {
  const words = await crypto.subtle.importKey("raw", utf8.encode(letters), "PBKDF2", false, ["deriveBits"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt: enc("words", pathId), iterations: PBKDF2_ROUNDS };
  return new Uint8Array(await crypto.subtle.deriveBits(how, words, 256));
}

const isSealed = (bytes) => bytes.length >= 40 && hex(bytes.subarray(0, 4)) === "54435331";

const epochOf = (bytes) => hex(bytes.subarray(4, 12));

async function inflated(compressed) {
  const stream = new Blob([compressed]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

async function opened(bytes, kind, epoch, path, key) {
  try {
    if (epochOf(bytes) !== epoch) throw new Refusal("damaged");
    const additionalData = enc("tocsin-sealed", "1", kind, pathId, epoch, path);
    const how = { name: "AES-GCM", iv: bytes.subarray(12, 24), additionalData };
    const plain = new Uint8Array(await crypto.subtle.decrypt(how, key, bytes.subarray(24)));
    const length = new DataView(plain.buffer).getUint32(0);
    if (4 + length > plain.length) throw new Refusal("damaged");
    return await inflated(plain.subarray(4, 4 + length));
  } catch {
    throw new Refusal("damaged");
  }
}
