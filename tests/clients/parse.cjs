// Prints, as JSON, the items that rss-parser finds in each of the feeds at the addresses given.
const Parser = require("rss-parser");

const parser = new Parser();
const told = ({ id, guid, title, isoDate }) => ({ id: id ?? guid, title, isoDate });
Promise.all(process.argv.slice(2).map((address) => parser.parseURL(address))).then((feeds) =>
  console.log(JSON.stringify(feeds.map((feed) => feed.items.map(told)))),
);
