// The agenda at this minute, in the conference's own time: a line where the day is, a mark on what
// is running. The page itself says nothing of it, so that one kept for an hour is still right.
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
  function place(list, line, now) {
    const begun = [...list.querySelectorAll("[data-begins]")].filter(
      (slot) => new Date(slot.dataset.begins) <= now,
    );
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

  // Words, not colour alone, and no word twice.
  function mark(entry, now) {
    const { starts, ends } = entry.dataset;
    const isRunning = new Date(starts) <= now && now < new Date(ends);
    entry.classList.toggle("is-running", isRunning);
    const word = entry.querySelector("[data-running]");
    if (word) word.hidden = !isRunning;
  }

  // A page asked for anew that names no place opens on now; one gone back to stays where it was.
  function isAskedFor() {
    const [navigation] = performance.getEntriesByType("navigation");
    return navigation?.type === "navigate" && location.hash === "";
  }

  const lines = new WeakMap();

  function lineOf(list) {
    if (!lines.has(list)) lines.set(list, newLine());
    return lines.get(list);
  }

  function tell() {
    const now = new Date();
    for (const list of document.querySelectorAll("[data-now-line]")) {
      place(list, lineOf(list), now);
    }
    for (const entry of document.querySelectorAll("[data-starts]")) mark(entry, now);
  }

  tell();
  setInterval(tell, EVERY_MS);
  // Where another script has brought the days.
  document.addEventListener("agenda:shown", tell);
  if (isAskedFor()) {
    document.querySelector(".now-line")?.scrollIntoView({ block: "center", behavior: "instant" });
  }
})();
