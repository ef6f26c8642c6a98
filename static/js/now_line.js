// A line across the agenda where the conference is now, in the conference's own time.
(() => {
  "use strict";

  const EVERY_MS = 30_000;

  function clock(instant, timeZone) {
    const options = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone };
    return new Intl.DateTimeFormat("en-GB", options).format(instant);
  }

  function newLine() {
    const line = document.createElement("li");
    line.className = "now-line";
    const text = document.createElement("span");
    line.append(text);
    return line;
  }

  // Only between the day's first start and last end: before and after, "now" is somewhere else.
  function place(list, line) {
    const now = new Date();
    const slots = [...list.querySelectorAll("[data-starts]")];
    const begun = slots.filter((slot) => new Date(slot.dataset.starts) <= now);
    if (begun.length === 0 || now >= new Date(list.dataset.ends)) {
      line.remove();
      return;
    }
    line.firstChild.textContent = `${list.dataset.now} ${clock(now, list.dataset.timeZone)}`;
    const last = begun[begun.length - 1];
    if (last.nextElementSibling !== line) {
      last.after(line);
    }
  }

  for (const list of document.querySelectorAll("[data-now-line]")) {
    const line = newLine();
    place(list, line);
    setInterval(place, EVERY_MS, list, line);
  }
})();
