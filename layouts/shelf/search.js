/* The search of the site: no server, no library. What it reads is made by bulletin/site/search.py, which says how.
   A question is folded and cut into pairs of characters; the pages that have every pair are looked through for the
   question itself. Years are read one after another, the newest first, and only the files that a question needs. */
"use strict";

const HAN = /[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{2fa1f}\u{30000}-\u{323af}]/u;
const WORD = /[\p{L}\p{N}]/u;
const BUCKETS = 64;

/* Folding: as fold_character() does it, with the table of search/fold.js. */

function folder(table) {
  const [from, to] = table.map((text) => Array.from(text));
  const map = new Map(from.map((char, at) => [char, to[at]]));
  const known = new Map();
  return function fold(char) {
    let out = known.get(char);
    if (out === undefined) {
      const bare = char.normalize("NFKC").toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").normalize("NFC");
      out = Array.from(bare, (c) => map.get(c) || c).map((c) => (WORD.test(c) || HAN.test(c) ? c : " ")).join("");
      known.set(char, out);
    }
    return out;
  };
}

/* A question as its words, folded: blanks and marks part them. */
function termsOf(question, fold) {
  return Array.from(new Set(Array.from(question, fold).join("").split(/\s+/).filter(Boolean)));
}

/* A text with, for each character of its folded form, where it comes from. */
function folded(text, fold) {
  const chars = [], at = [];
  let place = 0;
  for (const char of text) {
    for (const c of fold(char)) { chars.push(c); at.push(place); }
    place += char.length;
  }
  return { text: chars.join(""), at: chars.flatMap((c, n) => (c.length > 1 ? [at[n], at[n]] : [at[n]])), whole: text };
}

function bucketOf(char) {
  return (char.codePointAt(0) % BUCKETS).toString(16).padStart(2, "0");
}

function pairsOf(term) {
  const chars = Array.from(term);
  return chars.length === 1 ? [] : chars.slice(1).map((char, n) => chars[n] + char);
}

/* Pages of a year that may have every term, by number. */
async function candidates(home, terms, load, buckets) {
  let found = null;
  const bucketFor = (text) => (buckets.includes(bucketOf(text)) ? load(`${home}/${bucketOf(text)}`) : {});
  const keep = (pages) => { found = found === null ? pages : found.filter((page) => pages.includes(page)); };
  for (const term of terms) {
    const pairs = pairsOf(term);
    if (!pairs.length) {
      const bucket = await bucketFor(term);
      keep([...new Set(Object.keys(bucket).filter((pair) => pair.startsWith(term)).flatMap((pair) => bucket[pair]))]);
    }
    for (const pair of pairs) {
      keep((await bucketFor(pair))[pair] || []);
      if (!found.length) return [];
    }
  }
  return (found || []).sort((a, b) => b - a);
}

/* The pages of one year that have every term, those with one in the title first; each with where to look at it. */
async function searchYear(script, year, terms, load, fold) {
  const home = `${script}/${year}`;
  const { issues, pages, buckets } = await load(`${home}/pages`);
  const hits = [];
  for (const number of await candidates(home, terms, load, buckets)) {
    if (!pages[number]) continue;
    const [path, title, section, issue] = pages[number];
    const texts = await load(`${home}/${issue}.text`);
    const head = folded(title, fold), body = folded(texts[path.split("/").pop()] || "", fold);
    if (!terms.every((term) => head.text.includes(term) || body.text.includes(term))) continue;
    const inTitle = terms.filter((term) => head.text.includes(term)).length;
    hits.push({ path, title, section, issue: issues[issue][0], date: issues[issue][1], inTitle, head, body });
  }
  return hits.sort((a, b) => b.inTitle - a.inTitle || (a.date < b.date ? 1 : a.date > b.date ? -1 : 0));
}

/* Parts of a text around its first hit: [text, is it a hit], ... */
function marked(whole, terms, from, to) {
  const out = [];
  let place = from;
  const hits = [];
  for (const term of terms) {
    for (let at = whole.text.indexOf(term); at >= 0; at = whole.text.indexOf(term, at + term.length)) {
      const end = at + term.length;
      hits.push([whole.at[at], end < whole.at.length ? whole.at[end] : whole.whole.length]);
    }
  }
  hits.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  for (const [start, end] of hits) {
    if (start < place || end > to) continue;
    out.push([whole.whole.slice(place, start), false], [whole.whole.slice(start, end), true]);
    place = end;
  }
  out.push([whole.whole.slice(place, to), false]);
  return out.filter(([text]) => text);
}

function quoted(body, terms) {
  const first = Math.min(...terms.map((term) => body.text.indexOf(term)).filter((at) => at >= 0));
  // Found in the title alone: the story's first sentence will do.
  const at = Number.isFinite(first) ? body.at[first] : body.whole.indexOf(body.whole.split("\n").find((l) => l.length > 20) || "");
  const line = body.whole.lastIndexOf("\n", at) + 1;
  let from = Math.max(line, at - 24), to = body.whole.indexOf("\n", at);
  to = Math.min(to < 0 ? body.whole.length : to, at + 60);
  // Never cut a character of two code units.
  if (/[\udc00-\udfff]/.test(body.whole[from] || "")) from -= 1;
  if (/[\udc00-\udfff]/.test(body.whole[to] || "")) to += 1;
  const parts = marked(body, terms, from, to);
  if (from > line) parts.unshift(["……", false]);
  if (to < body.whole.length && body.whole[to] !== "\n") parts.push(["……", false]);
  return parts;
}

/* The page. */

function start(here) {
  const base = new URL(here.dataset.search, location.href), script = here.dataset.script;
  const $ = (id) => document.getElementById(id);
  const said = $("said"), results = $("results"), field = $("q");
  const waiting = new Map(), got = new Map();
  window.bulletinShelf = (name, data) => { got.set(name, data); };

  /* One file of the index. */
  function load(name) {
    if (!waiting.has(name)) {
      waiting.set(name, new Promise((resolve, reject) => {
        const element = document.createElement("script");
        element.src = new URL(`${name.split("/").map(encodeURIComponent).join("/")}.js`, base);
        element.onload = () => (got.has(name) ? resolve(got.get(name)) : reject(new Error(name)));
        element.onerror = () => { waiting.delete(name); reject(new Error(name)); };
        document.head.append(element);
      }));
    }
    return waiting.get(name);
  }

  function put(parent, tag, parts, attributes = {}) {
    const element = Object.assign(document.createElement(tag), attributes);
    for (const [text, hit] of parts) {
      if (hit) element.append(Object.assign(document.createElement("mark"), { textContent: text }));
      else element.append(text);
    }
    parent.append(element);
    return element;
  }

  function show(hit, terms) {
    const item = document.createElement("li");
    const head = put(item, "h2", []);
    put(head, "a", marked(hit.head, terms, 0, hit.title.length), { href: hit.path.split("/").map(encodeURIComponent).join("/") });
    put(item, "p", quoted(hit.body, terms), { className: "quoted" });
    const [year, month, day] = hit.date.split("-").map(Number);
    const date = here.dataset.year.replace("{}", year).replace("{}", month).replace("{}", day);
    put(item, "p", [[[hit.section, hit.issue, date].filter(Boolean).join("\u3000"), false]], { className: "where" });
    results.append(item);
  }

  let asked = 0;
  async function search(question) {
    const mine = ++asked;
    results.replaceChildren();
    said.textContent = "";
    if (!question.trim()) return;
    said.textContent = said.dataset.busy;
    try {
      const fold = folder(await load("fold")), terms = termsOf(question, fold);
      let count = 0;
      if (terms.length) {
        for (const year of await load(`${script}/years`)) {
          const hits = await searchYear(script, year, terms, load, fold);
          if (mine !== asked) return;
          hits.forEach((hit) => show(hit, terms));
          count += hits.length;
        }
      }
      said.textContent = count ? said.dataset.found.replace("{}", count) : said.dataset.none;
    } catch (problem) {
      if (mine === asked) said.textContent = said.dataset.failed;
    }
  }

  $("plain").hidden = true;
  $("search").hidden = false;
  $("search").addEventListener("submit", (event) => {
    event.preventDefault();
    const address = new URL(location.href);
    address.search = new URLSearchParams({ q: field.value });
    try { history.replaceState(null, "", address); } catch { /* a page from a disk may not */ }
    search(field.value);
  });
  field.value = new URLSearchParams(location.search).get("q") || "";
  if (field.value) search(field.value);
  else field.focus();
}

if (typeof document !== "undefined") start(document.currentScript);
if (typeof module !== "undefined") module.exports = { folder, termsOf, pairsOf, bucketOf, searchYear, quoted, marked };
