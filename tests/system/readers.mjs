// Prints as JSON how two readers from npm understand a feed: node readers.mjs feed.xml
import { readFileSync } from "node:fs";
import { parseFeed as feedsmith } from "feedsmith";
import partytime from "podcast-partytime";

const xml = readFileSync(process.argv[2], "utf8");
console.log(JSON.stringify({
  feedsmith: feedsmith(xml).feed,
  partytime: partytime.parseFeed(xml, { allowMissingGuid: false }),
}));
