"use strict";

/* The menu at the side folds away. How it was left is known before anything of the page is shown, so
   that nothing moves: this script is not deferred. Where there is room the choice is kept; on a narrow
   screen each page begins with its own content, and the menu opens above that. Without this script the
   menu stands open, on a narrow screen below the page. */
(() => {
  const KEPT = "menu-is-folded";
  const page = document.documentElement;
  const narrow = window.matchMedia("(max-width: 767px)");
  page.dataset.menu = localStorage.getItem(KEPT) === "yes" ? "folded" : "open";
  page.dataset.narrowMenu = "folded";

  document.addEventListener("DOMContentLoaded", () => {
    const button = document.querySelector("#menu-button");
    if (!button) return;
    const side = () => (narrow.matches ? "narrowMenu" : "menu");
    const say = () => button.setAttribute("aria-expanded", String(page.dataset[side()] === "open"));
    button.addEventListener("click", () => {
      const isOpen = page.dataset[side()] === "open";
      page.dataset[side()] = isOpen ? "folded" : "open";
      if (!narrow.matches) localStorage.setItem(KEPT, isOpen ? "yes" : "no");
      say();
    });
    narrow.addEventListener("change", say);
    say();
  });
})();
