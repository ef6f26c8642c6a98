"use strict";

/* The badge desk: what is to be pressed next has the focus, and Print prints the badge shown. */
(() => {
  const next = document.querySelector("[data-next]");
  const first = next?.querySelector("input:checked, input[type=radio], button");
  first?.focus();

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-print]");
    if (!button) return;
    const frame = document.getElementById(button.dataset.print);
    try {
      frame.contentWindow.focus();
      frame.contentWindow.print();
    } catch {
      /* A browser whose viewer of PDF lets nobody in shows it alone, with a button of its own. */
      window.open(frame.src, "_blank", "noopener");
    }
  });
})();
