"use strict";

/* Rows put in order by dragging or with the arrow keys. Their parent's `data-ordered` names the part
   of a row in which its handle stands, `data-move` what the handle does; a row that may be moved says
   its `data-name`. What an order means is for whoever hears "ordered" from the row, which stands at
   its new place by then; `former` is the row it stood before. */
(() => {
  const LISTS = "[data-ordered]";
  const ROWS = ":scope > [data-name]";

  const rowsOf = (list) => [...list.querySelectorAll(ROWS)];

  const say = (row, former) => {
    row.dispatchEvent(new CustomEvent("ordered", { bubbles: true, detail: { former } }));
  };

  const moveBy = (list, row, step) => {
    const rows = rowsOf(list);
    const neighbour = rows[rows.indexOf(row) + step];
    if (!neighbour) return;
    const former = row.nextElementSibling;
    if (step < 0) neighbour.before(row); else neighbour.after(row);
    say(row, former);
    row.querySelector(".row-handle").focus();
  };

  const addHandle = (list, row) => {
    if (row.querySelector(".row-handle")) return;
    const handle = document.createElement("button");
    handle.type = "button";
    handle.className = "row-handle";
    handle.textContent = "⠿";
    handle.setAttribute("aria-label", `${list.dataset.move} ${row.dataset.name}`);
    handle.addEventListener("pointerdown", () => { row.draggable = true; });
    handle.addEventListener("pointerup", () => { row.draggable = false; });
    handle.addEventListener("keydown", (event) => {
      const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (!step) return;
      event.preventDefault();
      moveBy(list, row, step);
    });
    row.querySelector(list.dataset.ordered).prepend(handle);
  };

  const addHandles = (list) => { rowsOf(list).forEach((row) => addHandle(list, row)); };

  const letDrag = (list) => {
    let dragged = null;
    let former = null;
    const rowAt = (event) => rowsOf(list).find((row) => row.contains(event.target));
    list.addEventListener("dragstart", (event) => {
      dragged = rowAt(event);
      if (!dragged) return;
      former = dragged.nextElementSibling;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", "");
      dragged.classList.add("dragged");
    });
    list.addEventListener("dragover", (event) => {
      const over = rowAt(event);
      if (!dragged || !over || over === dragged) return;
      event.preventDefault();
      const box = over.getBoundingClientRect();
      if (event.clientY > box.top + box.height / 2) over.after(dragged); else over.before(dragged);
    });
    list.addEventListener("drop", (event) => { event.preventDefault(); });
    list.addEventListener("dragend", () => {
      if (!dragged) return;
      dragged.classList.remove("dragged");
      dragged.draggable = false;
      if (dragged.nextElementSibling !== former) say(dragged, former);
      dragged = null;
    });
  };

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll(LISTS).forEach((list) => { addHandles(list); letDrag(list); });
  });

  // A row that was written anew has lost its handle.
  document.addEventListener("htmx:afterSwap", () => {
    document.querySelectorAll(LISTS).forEach(addHandles);
  });
})();
