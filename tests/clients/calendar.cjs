// Prints, as JSON, the events that ical.js finds in the calendar in the file given.
const { readFileSync } = require("node:fs");
const ICAL = require("ical.js");

const calendar = new ICAL.Component(ICAL.parse(readFileSync(process.argv[2], "utf-8")));
const told = ({ uid, startDate, endDate, summary }) => ({
  uid,
  start: startDate.toJSDate().toISOString(),
  end: endDate.toJSDate().toISOString(),
  title: summary,
});
const events = calendar.getAllSubcomponents("vevent").map((event) => new ICAL.Event(event));
console.log(JSON.stringify(events.map(told)));
