// The page itself, and which tree it is of.

const pathId = location.pathname.split("/").findLast((part) => /^[a-z2-7]{26}$/.test(part)) || "";
// Found once, before anything foreign can stand in the page with an id of ours.
const [bar, asOf, device, remember, until, times, forgetButton, note, ask, title, content] = [
  "bar", "as-of", "device", "remember", "until", "times", "forget", "note", "ask", "title", "content",
].map((name) => document.getElementById(`tocsin-${name}`));
const linkForm = document.getElementById("tocsin-link-form");
const wordsForm = document.getElementById("tocsin-words-form");
