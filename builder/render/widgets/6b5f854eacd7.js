/* Open incidents of a status page, shown on another site. One element is added where the script
   stands; it stays empty while there is nothing to say, or nobody to ask. */
(function () {
  "use strict";
  var own = document.currentScript;
  if (!own || !own.src || !window.fetch || !Element.prototype.attachShadow) return;

  var MOST = 5, LONGEST = 200, EVERY = 120000, PATIENCE = 10000;
  /* Escapes, because the other site's pages may be in another encoding. */
  var WORDS = {
    en: ["Investigating", "Identified", "Monitoring", "Open incidents"],
    ar: ["\u0642\u064a\u062f \u0627\u0644\u062a\u062d\u0642\u064a\u0642", "\u062a\u0645 \u062a\u062d\u062f\u064a\u062f \u0627\u0644\u0633\u0628\u0628", "\u0642\u064a\u062f \u0627\u0644\u0645\u0631\u0627\u0642\u0628\u0629", "\u0627\u0644\u062d\u0648\u0627\u062f\u062b \u0627\u0644\u0645\u0641\u062a\u0648\u062d\u0629"],
    de: ["In Untersuchung", "Ursache gefunden", "Unter Beobachtung", "Offene Vorf\u00e4lle"],
    es: ["En investigaci\u00f3n", "Causa identificada", "En observaci\u00f3n", "Incidentes abiertos"],
    fr: ["Analyse en cours", "Cause identifi\u00e9e", "Sous surveillance", "Incidents en cours"],
    it: ["In analisi", "Causa individuata", "In osservazione", "Incidenti in corso"],
    ja: ["\u8abf\u67fb\u4e2d", "\u539f\u56e0\u5224\u660e", "\u7d4c\u904e\u89b3\u5bdf\u4e2d", "\u5bfe\u5fdc\u4e2d\u306e\u30a4\u30f3\u30b7\u30c7\u30f3\u30c8"],
    nl: ["In onderzoek", "Oorzaak gevonden", "Onder toezicht", "Lopende incidenten"],
    pl: ["Badanie przyczyny", "Przyczyna znana", "Obserwacja", "Trwaj\u0105ce incydenty"],
    pt: ["Em investiga\u00e7\u00e3o", "Causa identificada", "Em monitoramento", "Incidentes em aberto"],
    zh: ["\u8c03\u67e5\u4e2d", "\u5df2\u67e5\u660e\u539f\u56e0", "\u76d1\u63a7\u4e2d", "\u8fdb\u884c\u4e2d\u7684\u4e8b\u4ef6"]
  };
  var STAGES = ["investigating", "identified", "monitoring"];
  /* Shape and colour of each impact; the colours stand out on light and on dark. */
  var LEVELS = { none: ["\u25cf", "#b87a00"], minor: ["\u25b2", "#b87a00"], major: ["\u25c6", "#d9600f"], critical: ["\u2716", "#d9363e"] };
  /* Colours of the page itself, light or dark, but for the edge. */
  var CSS =
    ":host{display:block}section{box-sizing:border-box;font:1em/1.45 system-ui,sans-serif;" +
    "background:Canvas;color:CanvasText;border:1px solid GrayText;border-inline-start:.4em solid;" +
    "border-radius:.4em;padding:.6em .9em;margin:.5em 0;overflow-wrap:anywhere}" +
    "ul{list-style:none;margin:0;padding:0}li+li{margin-top:.35em}p{margin:.35em 0 0}a{color:LinkText}";

  var lang = (own.getAttribute("data-lang") || document.documentElement.lang || "en").toLowerCase();
  var spoken = WORDS[lang] ? lang : WORDS[lang.split("-")[0]] ? lang.split("-")[0] : "en";
  var words = WORDS[spoken];
  var pages = own.getAttribute("data-pages") || "";
  var base = new URL("./", own.src).href;
  var shown = "";

  var host = document.createElement("div");
  host.setAttribute("role", "status");
  var root = host.attachShadow({ mode: "open" });
  try {
    /* Allowed under any policy: it is no inline style. */
    var sheet = new CSSStyleSheet();
    sheet.replaceSync(CSS);
    root.adoptedStyleSheets = [sheet];
  } catch (unstyled) { /* An older browser shows it plain. */ }

  function place() {
    if (document.body.contains(own)) own.after(host);
    else document.body.prepend(host);
    load();
    setInterval(function () { if (!document.hidden) load(); }, EVERY);
  }

  /* Only the web over TLS, and this very machine, which is how people try it. */
  function address(text) {
    try {
      var url = new URL(text);
      var local = /^(localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname);
      if (url.protocol !== "https:" && !(url.protocol === "http:" && local)) return "";
      if (/^[A-Za-z-]+$/.test(pages) && url.href.indexOf(base) === 0)
        return base + pages + "/" + url.href.slice(base.length);
      return url.href;
    } catch (broken) { return ""; }
  }

  function element(name, text, href) {
    var made = document.createElement(name);
    if (text) made.textContent = text;
    if (href) { made.href = href; made.rel = "noreferrer"; }
    return made;
  }

  function cut(text) {
    var signs = Array.from(text.slice(0, 4 * LONGEST));
    return signs.length > LONGEST ? signs.slice(0, LONGEST).join("") + "\u2026" : signs.join("");
  }

  function line(incident) {
    var level = LEVELS.hasOwnProperty(incident.impact) ? LEVELS[incident.impact] : LEVELS.minor;
    var stage = words[STAGES.indexOf(incident.status)];
    var to = address(incident.shortlink);
    var item = element("li");
    var mark = element("span", level[0] + " ");
    mark.setAttribute("aria-hidden", "true");
    mark.style.color = level[1];
    var name = element(to ? "a" : "span", cut(incident.name), to);
    name.dir = "auto";
    item.append(mark, stage ? stage + ": " : "", name);
    return item;
  }

  function show(data) {
    var open = data.incidents.filter(function (each) { return each && typeof each.name === "string" && each.name.trim(); });
    var key = JSON.stringify(open.map(function (each) { return [each.name, each.status, each.impact, each.shortlink]; }));
    if (key === shown) return;
    shown = key;
    if (!open.length) return root.replaceChildren();
    var box = element("section");
    box.lang = spoken;
    box.dir = spoken === "ar" ? "rtl" : "ltr";
    box.setAttribute("aria-label", words[3]);
    var list = element("ul");
    open.slice(0, MOST).forEach(function (each) { list.append(line(each)); });
    box.append(list);
    box.style.borderInlineStartColor = list.firstChild.firstChild.style.color;
    if (open.length > MOST) {
      var more = element("p");
      more.append(element("a", words[3], address(base + "index.html")));
      box.append(more);
    }
    root.replaceChildren(box);
  }

  function load() {
    var patience = new AbortController();
    var timer = setTimeout(function () { patience.abort(); }, PATIENCE);
    fetch(base + "api/v2/summary.json", { credentials: "omit", referrerPolicy: "no-referrer", redirect: "error", signal: patience.signal })
      .then(function (answer) { if (!answer.ok) throw 0; return answer.json(); })
      .then(show)
      .catch(function () { shown = ""; root.replaceChildren(); })
      .finally(function () { clearTimeout(timer); });
  }

  if (document.body) place();
  else document.addEventListener("DOMContentLoaded", place);
})();
