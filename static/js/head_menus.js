/* The menus in the head close as menus do: by Escape, and when somebody goes on elsewhere.
   Without this they stay open until they are pressed again. */
"use strict";

(() => {
  const open = () => document.querySelectorAll("details.head-menu[open]");

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of open()) {
      if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
      menu.open = false;
    }
  });

  for (const type of ["click", "focusin"]) {
    document.addEventListener(type, (event) => {
      for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
    });
  }
})();
