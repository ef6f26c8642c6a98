"use strict";

/* The search box that stands in for a choice carries its label's name, which select2 leaves out. */
(() => {
  const name = (container) => {
    const select = container.previousElementSibling;
    const label = select && document.querySelector(`label[for="${select.id}"]`);
    if (!label) return;
    label.id ||= `${select.id}_label`;
    const shown = container.querySelector(".select2-selection__rendered");
    shown.setAttribute("aria-labelledby", label.id);
    container
      .querySelector(".select2-selection")
      .setAttribute("aria-labelledby", `${label.id} ${shown.id}`);
  };

  /* The boxes appear when Django's script has run, and with every row added later. */
  const nameAll = () => document.querySelectorAll(".select2-container").forEach(name);
  document.addEventListener("DOMContentLoaded", () => {
    new MutationObserver(nameAll).observe(document.body, { childList: true, subtree: true });
    nameAll();
  });
})();
