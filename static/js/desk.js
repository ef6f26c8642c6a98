"use strict";

/* The badge desk: what is to be pressed next has the focus, Print prints the badge shown, and a
   code that is scanned goes where codes are asked for: its Enter presses no button. */
(() => {
  const next = document.querySelector("[data-next]");
  const first = next?.querySelector("input:checked, input[type=radio], input[type=text], button");
  first?.focus();

  document.addEventListener("keydown", (event) => {
    const isText = event.key.length === 1 && event.key !== " " && event.key !== "/";
    if (!isText || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.closest("input:not([type=radio], [type=checkbox]), select, textarea")) return;
    (document.querySelector("[data-scanned]") ?? document.getElementById("finder-words"))?.focus();
  });

  /* Printing takes the focus into the frame: it goes on to the box, unless somebody took it on. */
  const goOn = (frame) => {
    const isElsewhere = ![frame, document.body].includes(document.activeElement);
    if (!isElsewhere) document.getElementById("finder-words")?.focus();
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-print]");
    if (!button) return;
    const frame = document.getElementById(button.dataset.print);
    try {
      const printed = frame.contentWindow;
      printed.addEventListener("afterprint", () => goOn(frame), { once: true });
      printed.focus();
      printed.print();
      goOn(frame);
    } catch {
      /* A browser whose viewer of PDF lets nobody in shows it alone, with a button of its own. */
      window.open(frame.src, "_blank", "noopener");
    }
  });
})();
