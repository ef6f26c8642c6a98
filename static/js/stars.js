"use strict";

/* Stars are the reader's own: this browser keeps them, for one conference, and tells nobody. Pages
   are the same for everybody and complete without them. */
(() => {
  const pattern = document.querySelector("#star");
  if (!pattern) return;
  const { kept: KEPT, name: NAME, unkept: UNKEPT } = pattern.dataset;
  /* A quiet line is nobody's choice: there is nothing to star. */
  const ROWS =
    ".entry:not(.entry-quiet), .rooms-entry:not(.rooms-quiet), .rooms-closed, .found-entry";
  const listeners = [];
  let stars = new Set();
  /* What a browser refuses to keep stays true for the page. */
  let isKept = true;

  const read = () => {
    if (!isKept) return;
    try {
      stars = new Set(JSON.parse(localStorage.getItem(KEPT)) ?? []);
    } catch {
      stars = new Set();
    }
  };

  const keep = () => {
    try {
      localStorage.setItem(KEPT, JSON.stringify([...stars]));
    } catch {
      isKept = false;
      document.querySelector("[data-stars-unkept]").textContent = UNKEPT;
    }
  };

  const show = () => {
    document.querySelectorAll(".star").forEach((button) => {
      button.setAttribute("aria-pressed", String(stars.has(button.dataset.session)));
    });
  };

  const newButton = (code, title, word) => {
    const button = pattern.content.firstElementChild.cloneNode(true);
    button.dataset.session = code;
    button.setAttribute("aria-label", NAME.replace("{title}", () => title.trim()));
    if (word) button.append(word);
    return button;
  };

  /* The address of a session ends with its code, in every language. */
  const codeOf = (row) => row.querySelector("a").pathname.split("/").at(-2);

  const putOn = (part) => {
    part.querySelectorAll(ROWS).forEach((row) => {
      row.append(newButton(codeOf(row), row.querySelector("a").textContent));
    });
    part.querySelectorAll("[data-star]").forEach((place) => {
      const title = document.querySelector("h1").textContent;
      place.replaceWith(newButton(place.dataset.star, title, place.dataset.word));
    });
    show();
  };

  /* `from`: the page's own button, where it was one. */
  const change = (action, from = null) => {
    read();
    action();
    keep();
    show();
    listeners.forEach((listener) => listener(from));
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest(".star");
    if (!button) return;
    const code = button.dataset.session;
    change(() => stars.delete(code) || stars.add(code), button);
  });

  /* In another tab, or while this page lay behind another. */
  const follow = () => {
    read();
    show();
    listeners.forEach((listener) => listener(null));
  };
  window.addEventListener("storage", (event) => {
    if (event.key === KEPT || event.key === null) follow();
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) follow();
  });

  window.agendaStars = {
    codeOf,
    putOn,
    has: (code) => stars.has(code),
    all: () => [...stars],
    remove: (codes) => change(() => codes.forEach((code) => stars.delete(code))),
    onChange: (listener) => listeners.push(listener),
  };

  read();
  putOn(document);
})();
