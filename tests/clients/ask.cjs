// Prints, as JSON, what the client `statuspage.io` finds at the address given.
const { Statuspage } = require("statuspage.io");

const page = new Statuspage("page");
page.setApiUrl(process.argv[2]);
const { api } = page;
const questions = {
  summary: () => api.getSummary(),
  status: () => api.getStatus(),
  components: () => api.getComponents(),
  incidents: () => api.incidents.getAll(),
  unresolved: () => api.incidents.getUnresolved(),
  active: () => api.scheduledMaintenances.getActive(),
  upcoming: () => api.scheduledMaintenances.getUpcoming(),
};
Promise.all(Object.entries(questions).map(async ([name, ask]) => [name, await ask()])).then(
  (answers) => console.log(JSON.stringify(Object.fromEntries(answers))),
);
