/* The menus in the head close as menus do: by Escape, and when somebody goes on elsewhere. Of other
   menus Escape closes the one in which the focus is, and gives it back to what opened it. Without
   this they stay open until they are pressed again. */
"use strict";

(() => {
  const open = () => document.querySelectorAll("details.head-menu[open]");

  const OTHERS = "details:is(.list-columns, .list-filter, .member-more)[open]";

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const other = event.target.closest(OTHERS);
    if (other) {
      other.open = false;
      other.querySelector("summary").focus();
    }
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
