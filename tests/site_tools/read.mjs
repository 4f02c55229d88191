// Reads every feed below a folder with three client libraries; prints what each understood, as JSON: {feed: {library: …}}.
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";

const require = createRequire(path.join(process.cwd(), "package.json"));
const r2 = "r2-opds-js/dist/es8-es2017/src/opds";
const { DOMParser } = require("@xmldom/xmldom");
const Parser = require("opds-feed-parser");
const { Feed } = require("opds-ts/v1.2");
const { XML } = require("r2-utils-js/dist/es8-es2017/src/_utils/xml-js-mapper");
const { TaJsonDeserialize } = require("r2-lcp-js/dist/es8-es2017/src/serializable");
const { OPDS } = require(`${r2}/opds1/opds`);
const { OPDSFeed } = require(`${r2}/opds2/opds2`);
const { convertOpds1ToOpds2 } = require(`${r2}/converter`);
require(`${r2}/init-globals`).initGlobalConverters_GENERIC();

const titles = (list) => (list || []).map((book) => book.Metadata.Title);
const files = (list) => (list || []).flatMap((book) => book.Links.filter((l) => (l.Rel || []).join().includes("acquisition")).map((l) => l.Href));
const told = (feed) => ({
  title: feed.Metadata.Title,
  ways: (feed.Navigation || []).map((link) => link.Title),
  books: titles(feed.Publications),
  files: files(feed.Publications),
  languages: (feed.Publications || []).map((book) => [].concat(book.Metadata.Language)[0]),
  images: (feed.Publications || []).map((book) => (book.Images || []).length),
});

const out = {};
for (const name of fs.readdirSync(process.argv[2], { recursive: true }).sort()) {
  const file = path.join(process.argv[2], name);
  if (name.endsWith(".json")) out[name] = { "r2-opds-js": told(TaJsonDeserialize(JSON.parse(fs.readFileSync(file, "utf8")), OPDSFeed)) };
  if (!name.endsWith(".xml")) continue;
  const text = fs.readFileSync(file, "utf8");
  const first = await new Parser.default().parse(text);
  const second = Feed.fromXml(text);
  const third = convertOpds1ToOpds2(XML.deserialize(new DOMParser().parseFromString(text, "application/xml"), OPDS));
  out[name] = {
    "opds-feed-parser": {
      kind: first instanceof Parser.AcquisitionFeed ? "books" : "ways",
      titles: first.entries.map((entry) => entry.title),
      files: first.entries.flatMap((e) => e.links.filter((l) => l instanceof Parser.OPDSAcquisitionLink).map((l) => l.href)),
    },
    "opds-ts": { titles: second.getEntries().map((entry) => entry.getTitle?.() ?? entry.title) },
    "r2-opds-js": told(third),
  };
}
console.log(JSON.stringify(out));
