"use strict";

/* A delegation's sheet: rows put in order by dragging or with the arrow keys, said aloud and taken
   back; a row that is changed keeps the focus. Without this script "More" moves by one place. */
(() => {
  const rowsOf = (list) => [...list.querySelectorAll(":scope > li[data-place]")];

  const send = (row, before) => htmx.ajax("POST", row.dataset.place, {
    source: row,
    swap: "none",
    values: {
      before: before ? before.dataset.member : "",
      csrfmiddlewaretoken: document.querySelector("#sheet-post [name=csrfmiddlewaretoken]").value,
    },
  });

  const say = (list, row, undo) => {
    const said = document.querySelector("#sheet-said");
    const place = Number(list.getAttribute("start") || 1) + rowsOf(list).indexOf(row);
    said.textContent = list.dataset.moved
      .replace("{name}", row.dataset.name)
      .replace("{place}", place)
      .replace("{all}", list.dataset.all);
    if (!undo) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sheet-act";
    button.textContent = list.dataset.undo;
    button.addEventListener("click", undo);
    said.append(" ", button);
  };

  // The row stands at its new place already; `former` is whom it stood before.
  const moved = (list, row, former) => {
    send(row, row.nextElementSibling);
    say(list, row, () => {
      list.insertBefore(row, former);
      send(row, former);
      say(list, row);
      row.querySelector(".member-handle")?.focus();
    });
  };

  const addHandle = (list, row) => {
    if (row.querySelector(".member-handle")) return;
    const handle = document.createElement("button");
    handle.type = "button";
    handle.className = "member-handle";
    handle.textContent = "⠿";
    handle.setAttribute("aria-label", `${list.dataset.move} ${row.dataset.name}`);
    handle.addEventListener("pointerdown", () => { row.draggable = true; });
    handle.addEventListener("pointerup", () => { row.draggable = false; });
    handle.addEventListener("keydown", (event) => {
      const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (!step) return;
      event.preventDefault();
      const rows = rowsOf(list);
      const neighbour = rows[rows.indexOf(row) + step];
      if (!neighbour) return;
      const former = row.nextElementSibling;
      if (step < 0) neighbour.before(row); else neighbour.after(row);
      moved(list, row, former);
      handle.focus();
    });
    row.querySelector(".member-acts").prepend(handle);
  };

  const start = (list) => {
    let dragged = null;
    let former = null;
    rowsOf(list).forEach((row) => addHandle(list, row));
    list.addEventListener("dragstart", (event) => {
      dragged = event.target.closest("li[data-place]");
      if (!dragged) return;
      former = dragged.nextElementSibling;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", "");
      dragged.classList.add("dragged");
    });
    list.addEventListener("dragover", (event) => {
      const over = event.target.closest("li[data-place]");
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
      if (dragged.nextElementSibling !== former) moved(list, dragged, former);
      dragged = null;
    });
  };

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("ol[data-members]").forEach(start);
  });

  document.addEventListener("htmx:afterSwap", (event) => {
    const row = document.getElementById(event.detail.target.id);
    if (!row?.matches(".member")) return;
    const list = row.closest("ol[data-members]");
    if (list && row.dataset.place) addHandle(list, row);
    const first = row.querySelector(".errorlist ~ input, .member-field input") || row.querySelector(".member-change");
    first?.focus();
  });

  // What could not be done was not done: the page shows how it stands.
  document.addEventListener("htmx:responseError", () => { window.location.reload(); });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.target.closest(".member-changing")?.querySelector(".member-cancel")?.click();
  });
})();
