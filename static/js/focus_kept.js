"use strict";

/* Whoever works by keyboard goes on where they were when a part of the page comes anew: at the same
   control, at that of the row which stands there now, or else at the part itself. A script of the page
   that knows better has put the focus before. */
(() => {
  const OPERABLE = "a[href], button, input:not([type=hidden]), select, textarea, summary";
  const ROWS = "li[id], tr[id]";
  const noted = new WeakMap();

  const operable = (part) => [...part.querySelectorAll(OPERABLE)].filter((each) =>
    !each.disabled && each.tabIndex >= 0 && each.checkVisibility({ visibilityProperty: true }));

  const isLost = () => [null, document.body].includes(document.activeElement);

  const note = (part) => {
    const focused = document.activeElement;
    const row = focused.closest(ROWS);
    return {
      focused,
      row: row && { id: row.id, place: [...part.querySelectorAll(ROWS)].indexOf(row), within: operable(row).indexOf(focused) },
      place: operable(part).indexOf(focused),
    };
  };

  const sameInRow = (part, { id, place, within }) => {
    const row = document.getElementById(id) ?? [...part.querySelectorAll(ROWS)].slice(0, place + 1).at(-1);
    if (!row) return undefined;
    const all = operable(row);
    return all[within] ?? all[0];
  };

  const reach = (part) => {
    part.tabIndex = -1;
    part.focus();
  };

  const goOn = (part, { focused, row, place }) => {
    const same = focused.isConnected ? focused : focused.id && document.getElementById(focused.id);
    const next = same || (row ? sameInRow(part, row) : operable(part)[place]);
    next?.focus();
    if (isLost()) reach(part);
  };

  /* What is pressed may be disabled when the request goes, which takes the focus from it; and one may
     have come into the part, or gone on in it, when the answer is there. */
  ["htmx:beforeRequest", "htmx:beforeSwap"].forEach((moment) => {
    document.addEventListener(moment, ({ detail: { target, xhr } }) => {
      if (!isLost() && target.contains(document.activeElement)) noted.set(xhr, note(target));
    });
  });

  const after = ({ detail: { target, xhr } }) => {
    if (!noted.has(xhr) || !isLost()) return;
    const part = target.isConnected ? target : target.id && document.getElementById(target.id);
    if (part) goOn(part, noted.get(xhr));
    else reach(document.querySelector("#content"));
  };

  document.addEventListener("htmx:afterSettle", after);
  // Once whoever else hears of the failure has let go of what was disabled or inert for the request.
  document.addEventListener("htmx:afterRequest", (event) => {
    if (!event.detail.successful) queueMicrotask(() => after(event));
  });
})();
