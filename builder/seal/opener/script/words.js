// What is said to readers, in each language of the site, by the name of what happened.

const WORDS = [[words]];

let said = Object.values(WORDS)[0];
// Found once, before anything foreign can stand in the page.
const labelled = [...document.querySelectorAll("[data-word]")];

// Speaks the first of these languages that there are words in; else it stays as it is.
function speak(tags) {
  const found = tags.flatMap((tag) => [tag, tag.split("-")[0]]).find((tag) => Object.hasOwn(WORDS, tag));
  if (!found) return;
  said = WORDS[found];
  document.documentElement.lang = found;
  document.documentElement.dir = said.direction;
  document.title = said.title;
  for (const element of labelled) element.textContent = said[element.dataset.word];
}

class Refusal extends Error {}
