// <time data-moment>: the title says the moment where the reader's device stands, which may differ from their profile.
const spell = (root) => {
  const hours = { dateStyle: "full", timeStyle: "short", hourCycle: document.body.dataset.clock };
  const form = new Intl.DateTimeFormat(document.documentElement.lang, hours);
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  for (const time of root.querySelectorAll("time[data-moment]")) {
    const at = new Date(time.dateTime);
    if (!Number.isNaN(at.getTime())) time.title = `${form.format(at)} (${zone})`;
  }
};
spell(document);
document.addEventListener("htmx:after:swap", () => spell(document));
