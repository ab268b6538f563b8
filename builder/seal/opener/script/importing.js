// Import of what was opened: by an allow-list, element by element.

const TREE = "https://tree.invalid/";
const XHTML = "http://www.w3.org/1999/xhtml";
const SVG = "http://www.w3.org/2000/svg";
const START = "index.html";

const ELEMENTS = new Set((
  "a abbr article aside b bdi bdo blockquote br caption code col colgroup data dd del details dfn div dl dt em " +
  "figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li mark nav ol p pre q s samp section small " +
  "span strong sub summary sup table tbody td tfoot th thead time tr u ul var wbr").split(" "));
const ATTRIBUTES = {
  "*": ["id", "class", "lang", "dir", "title", "hidden", "role", "aria-label", "aria-labelledby",
    "aria-describedby", "aria-current", "aria-hidden", "data-copy", "data-due"],
  a: ["href"], img: ["src", "alt", "width", "height"], time: ["datetime"], del: ["datetime"], ins: ["datetime"],
  data: ["value"], details: ["open"], ol: ["start", "reversed", "type"], li: ["value"],
  table: ["tabindex"], td: ["colspan", "rowspan", "headers"], th: ["colspan", "rowspan", "headers", "scope"],
  col: ["span"], colgroup: ["span"],
};
// A drawing of lines: nothing in it leads anywhere.
const DRAWN = {
  svg: ["class", "viewBox", "preserveAspectRatio", "role", "aria-label"],
  path: ["class", "stroke-width", "d"],
};
const PICTURES = {
  png: "image/png", jpg: "image/jpeg", jpeg: "image/jpeg", gif: "image/gif", webp: "image/webp",
  avif: "image/avif", svg: "image/svg+xml",
};

// A document of the page's <main> alone, in which nothing runs or loads. What stands before it is cut
// off first: its style would count as a breach of the policy as soon as it is parsed.
function mainOf(text) {
  const at = text.indexOf("<main");
  const [root] = /<html[^>]*>/.exec(text.slice(0, at)) || ["<html>"];
  return new DOMParser().parseFromString(at < 0 ? "" : root + text.slice(at), "text/html");
}

function inTree(url) {
  const path = decodeURIComponent(url.pathname.slice(1));
  return path === "" || path.endsWith("/") ? path + START : path;
}

// Where a link or picture of a page leads: {path, anchor} in the tree, {href} outside, or null.
function target(address, page) {
  try {
    const url = new URL(address, TREE + page.split("/").map(encodeURIComponent).join("/"));
    if (url.origin + "/" === TREE) return { path: inTree(url), anchor: decodeURIComponent(url.hash.slice(1)) };
    if (["https:", "mailto:", "tel:"].includes(url.protocol)) return { href: url.href };
  } catch {
    // An address that can't be read leads nowhere.
  }
  return null;
}

function fragment(path, anchor) {
  return "#" + new URLSearchParams(anchor ? { p: path, a: anchor } : { p: path });
}

function link(copy, address, page) {
  const to = target(address, page);
  if (!to) return;
  copy.href = to.href || fragment(to.path, to.anchor);
  if (to.href) copy.rel = "noopener noreferrer";
}

function picture(copy, address, page, pictures) {
  if (/^data:image\/(png|jpeg|gif|webp|avif);base64,/.test(address)) {
    copy.src = address;
    return;
  }
  const to = target(address, page);
  if (to && to.path) pictures.push({ image: copy, path: to.path });
}

function drawing(from) {
  const copy = document.createElementNS(SVG, from.localName);
  for (const name of DRAWN[from.localName]) {
    if (from.hasAttribute(name)) copy.setAttribute(name, from.getAttribute(name));
  }
  copy.append(...[...from.children].filter(isDrawn).map(drawing));
  return copy;
}

function isDrawn(node) {
  return node.namespaceURI === SVG && Object.hasOwn(DRAWN, node.localName);
}

function imported(from, page, pictures) {
  const made = document.createDocumentFragment();
  for (const node of from.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) made.append(node.data);
    if (isDrawn(node)) made.append(drawing(node));
    if (node.namespaceURI !== XHTML || !ELEMENTS.has(node.localName)) continue;
    const copy = document.createElement(node.localName);
    for (const name of [...ATTRIBUTES["*"], ...(ATTRIBUTES[node.localName] || [])]) {
      const value = node.getAttribute(name);
      if (value === null) continue;
      if (name === "href") link(copy, value, page);
      else if (name === "src") picture(copy, value, page, pictures);
      else copy.setAttribute(name, value);
    }
    copy.append(imported(node, page, pictures));
    made.append(copy);
  }
  return made;
}

async function showPictures(from, pictures) {
  for (const { image, path } of pictures) {
    const type = PICTURES[path.split(".").pop()];
    if (!type || !from.pages.has(path)) continue;
    const bytes = await file(from, path);
    const reader = new FileReader();
    reader.onload = () => { image.src = reader.result; };
    reader.readAsDataURL(new Blob([bytes], { type }));
  }
}
