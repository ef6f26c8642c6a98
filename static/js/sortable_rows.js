"use strict";

/* Rows of a table put in order by dragging or with the arrow keys; the number fields follow.
   Without this script the numbers alone do the same. */
(() => {
  // Whoever may only look has rows without numbers.
  const rowsOf = (body) => [...body.querySelectorAll("tr.has_original")]
    .filter((row) => row.querySelector("input.row-order"));

  const renumber = (body) => {
    rowsOf(body).forEach((row, index) => {
      row.querySelector("input.row-order").value = index;
    });
  };

  const addHandle = (row, body) => {
    const cell = row.querySelector("input.row-order").closest("td");
    const handle = document.createElement("button");
    handle.type = "button";
    handle.className = "drag-handle";
    handle.textContent = "⠿";
    handle.setAttribute("aria-label", document.body.dataset.moveLabel || "Move");
    handle.addEventListener("pointerdown", () => { row.draggable = true; });
    handle.addEventListener("pointerup", () => { row.draggable = false; });
    handle.addEventListener("keydown", (event) => {
      const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (!step) return;
      event.preventDefault();
      const rows = rowsOf(body);
      const neighbour = rows[rows.indexOf(row) + step];
      if (!neighbour) return;
      if (step < 0) neighbour.before(row); else neighbour.after(row);
      renumber(body);
      handle.focus();
    });
    cell.prepend(handle);
  };

  const start = (body) => {
    let dragged = null;
    rowsOf(body).forEach((row) => addHandle(row, body));
    body.addEventListener("dragstart", (event) => {
      dragged = event.target.closest("tr.has_original");
      if (!dragged) return;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", "");
      dragged.classList.add("dragged");
    });
    body.addEventListener("dragover", (event) => {
      const over = event.target.closest("tr.has_original");
      if (!dragged || !over || over === dragged) return;
      event.preventDefault();
      const box = over.getBoundingClientRect();
      if (event.clientY > box.top + box.height / 2) over.after(dragged); else over.before(dragged);
    });
    body.addEventListener("drop", (event) => { event.preventDefault(); });
    body.addEventListener("dragend", () => {
      if (!dragged) return;
      dragged.classList.remove("dragged");
      dragged.draggable = false;
      dragged = null;
      renumber(body);
    });
  };

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll(".sortable tbody").forEach(start);
  });
})();
