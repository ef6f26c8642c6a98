"use strict";

/* Of the programme as its page shows it, the sessions that this browser's reader has starred; those
   that overlap name one another. The calendar file is the site's own without the rest of it, so that
   who takes it again gets the same sessions, moved or cancelled. */
(() => {
  const page = document.querySelector("[data-my-agenda]");
  if (!page) return;
  document.querySelector("[data-without-script]").remove();
  const MOST_NAMED = 3;
  const stars = window.agendaStars;
  const { programme, clash: CLASH, gone: GONE, unread: UNREAD } = page.dataset;
  const part = (name) => page.querySelector(`[data-${name}]`);
  const days = part("days");
  let all = null;

  const text = async (address) => {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.text();
  };

  const unread = (is) => {
    part("unread-said").textContent = is ? UNREAD : "";
    part("unread-said").hidden = !is;
  };

  const isStarred = (entry) => stars.has(stars.codeOf(entry));

  /* What is left of a day, or nothing. */
  const starredOf = (whole) => {
    const day = whole.cloneNode(true);
    day.querySelectorAll(".entry").forEach((entry) => isStarred(entry) || entry.remove());
    day.querySelectorAll(".slot").forEach((slot) => {
      const { length } = slot.querySelectorAll(".entry");
      slot.classList.toggle("slot-single", length === 1);
      if (!length) slot.remove();
    });
    return day.querySelector(".slot") ? [day] : [];
  };

  const clashing = (entry, others) => {
    const line = document.createElement("p");
    line.className = "entry-clash";
    line.append(CLASH);
    others.slice(0, MOST_NAMED).forEach((other, number) => {
      const title = document.createElement("bdi");
      title.append(...other.querySelector("a").cloneNode(true).childNodes);
      line.append(number ? " · " : " ", title);
    });
    if (others.length > MOST_NAMED) line.append(` · +${others.length - MOST_NAMED}`);
    entry.querySelector(".entry-title").after(line);
  };

  /* What is cancelled has no times that a script could read: it clashes with nothing. */
  const markClashes = () => {
    days.querySelectorAll(".entry-clash").forEach((line) => line.remove());
    const held = [...days.querySelectorAll(".entry[data-starts]")].filter(isStarred);
    const spans = held.map(({ dataset }) => [Date.parse(dataset.starts), Date.parse(dataset.ends)]);
    held.forEach((entry, number) => {
      const [start, end] = spans[number];
      const others = held.filter(
        (other, which) => other !== entry && spans[which][0] < end && start < spans[which][1],
      );
      if (others.length) clashing(entry, others);
    });
  };

  const gone = () => {
    const known = new Set(all.flatMap((day) => [...day.querySelectorAll(".entry")].map(stars.codeOf)));
    return stars.all().filter((code) => !known.has(code));
  };

  const tell = () => {
    markClashes();
    const entries = [...days.querySelectorAll(".entry")];
    entries.forEach((entry) => entry.classList.toggle("is-unstarred", !isStarred(entry)));
    const { length } = gone();
    part("gone-said").hidden = !length;
    part("gone-said").firstElementChild.textContent = GONE.replace("{count}", length);
    part("acts").hidden = !entries.some(isStarred);
    part("none").hidden = entries.length > 0;
  };

  const show = () => {
    days.replaceChildren(...all.flatMap(starredOf));
    stars.putOn(days);
    tell();
    document.dispatchEvent(new Event("agenda:shown"));
  };

  /* A star that is taken off here leaves its session in its place, so that it can be put on again. */
  stars.onChange((button) => {
    if (all) button ? tell() : show();
  });

  const chosen = (calendar) =>
    calendar.replace(/^BEGIN:VEVENT\r?\n[^]*?^END:VEVENT\r?\n/gm, (event) => {
      const [, code] = event.match(/^UID:([^@\r\n]+)@/m) ?? [];
      return stars.has(code) ? event : "";
    });

  const save = (calendar, file) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([calendar], { type: "text/calendar;charset=utf-8" }));
    link.download = file;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  };

  part("calendar")?.addEventListener("click", async ({ target }) => {
    try {
      save(chosen(await text(target.dataset.calendar)), target.dataset.file);
      unread(false);
    } catch {
      unread(true);
    }
  });
  part("print").addEventListener("click", () => window.print());
  part("clear").addEventListener("click", () => stars.remove(gone()));

  text(programme)
    .then((agenda) => {
      const read = new DOMParser().parseFromString(agenda, "text/html");
      all = [...read.querySelectorAll(".day")];
      show();
    })
    .catch(() => unread(true))
    .finally(() => days.removeAttribute("aria-busy"));
})();
