"use strict";

/* A delegation's sheet: the order in which rows are put is sent, said aloud and taken back; a row
   that is changed keeps the focus. Without this script "More" moves by one place. */
(() => {
  const MOVABLE = ":scope > li[data-place]";

  const close = () => document.querySelectorAll(".member-more[open]").forEach((more) => {
    more.open = false;
  });

  /* `event` is what somebody did: without it the request would count as one of nobody. */
  const send = (row, before, event) => htmx.ajax("POST", row.dataset.place, {
    source: row,
    event,
    swap: "none",
    values: {
      before: before ? before.dataset.member : "",
      csrfmiddlewaretoken: document.querySelector("#sheet-post [name=csrfmiddlewaretoken]").value,
    },
  });

  const first = (list) => Number(list.getAttribute("start") || 1);

  /* Who comes after the last of a page is on the next: the row takes the place of whoever was last
     here, and they come back before it. */
  const put = async (list, row, event) => {
    const [next, last] = [row.nextElementSibling, row.previousElementSibling];
    const goesOn = first(list) + list.querySelectorAll(MOVABLE).length <= Number(list.dataset.all);
    if (next || !last || !goesOn) return send(row, next, event);
    await send(row, last, event);
    return send(last, row, event);
  };

  const say = (list, row, undo) => {
    const said = document.querySelector("#sheet-said");
    const place = first(list) + [...list.querySelectorAll(MOVABLE)].indexOf(row);
    said.textContent = list.dataset.moved
      .replace("{name}", () => row.dataset.name)
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

  document.addEventListener("ordered", (event) => {
    const { target: row, detail: { former } } = event;
    const list = row.closest("ol[data-members]");
    close();
    put(list, row, event);
    say(list, row, (undone) => {
      list.insertBefore(row, former);
      put(list, row, undone);
      say(list, row);
      row.querySelector(".row-handle")?.focus();
    });
  });

  // Whoever decided on a page of its own goes on at the row, unless they have gone on already. Before,
  // the browser takes the focus.
  window.addEventListener("load", () => {
    const row = document.getElementById(window.location.hash.slice(1));
    const isElsewhere = ![document.body, row].includes(document.activeElement);
    if (row?.matches(".member") && !isElsewhere) row.querySelector(".member-change")?.focus();
  });

  document.addEventListener("htmx:afterSwap", (event) => {
    const row = document.getElementById(event.detail.target.id);
    if (!row?.matches(".member")) return;
    const first = row.querySelector(".errorlist ~ input, .member-field input") || row.querySelector(".member-change");
    first?.focus();
  });

  document.addEventListener("click", (event) => {
    if (!event.target.closest(".member-more")) close();
  });

  // What could not be done was not done: the page shows how it stands.
  document.addEventListener("htmx:responseError", (event) => {
    if (event.target.closest(".sheet")) window.location.reload();
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const more = event.target.closest(".member-more[open]");
    if (more) {
      close();
      more.querySelector("summary").focus();
      return;
    }
    event.target.closest(".member-changing")?.querySelector(".member-cancel")?.click();
  });
})();
