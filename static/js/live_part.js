"use strict";

/* What stands beside a form and follows it while one types: that it is late is said after a second,
   and a large photo is sent as small as it is kept. Without this script the server does both. */
(() => {
  const PATIENCE = 1000;
  const SMALL = 400 * 1024;
  const shrunk = new WeakMap();

  const say = (part, isLate) => {
    part.querySelector(".live-part-late").hidden = !isLate;
    if (!isLate) part.querySelector("[aria-busy]")?.removeAttribute("aria-busy");
  };

  const watch = (part) => {
    let waiting;
    part.addEventListener("htmx:beforeRequest", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => say(part, true), PATIENCE);
    });
    part.addEventListener("htmx:afterSwap", () => {
      clearTimeout(waiting);
      say(part, false);
    });
    ["htmx:sendError", "htmx:responseError", "htmx:timeout"].forEach((failure) => {
      part.addEventListener(failure, () => {
        clearTimeout(waiting);
        say(part, true);
      });
    });
    part.addEventListener("htmx:configRequest", (event) => {
      const sent = event.detail.formData;
      for (const [name, value] of [...sent.entries()]) {
        if (value instanceof File && shrunk.has(value)) sent.set(name, shrunk.get(value), "photo.jpg");
      }
    });
  };

  /* A narrow page shows it small until it is asked for. */
  const fold = (part) => {
    const button = part.querySelector(".live-part-fold");
    const show = (isOpen) => {
      part.classList.toggle("is-open", isOpen);
      button.textContent = isOpen ? button.dataset.close : button.dataset.open;
      button.setAttribute("aria-expanded", String(isOpen));
    };
    button.hidden = false;
    button.addEventListener("click", () => show(!part.classList.contains("is-open")));
    show(false);
  };

  /* Both sides at least as long as `data-most` of its frame wants: nothing is kept of the rest. */
  const shrink = async (input) => {
    const [file] = input.files;
    const figure = input.closest("[data-picture]")?.querySelector("[data-most]");
    if (!file || !figure || file.size < SMALL) return;
    const [width, height] = figure.dataset.most.split(" ").map(Number);
    let picture;
    try {
      picture = await createImageBitmap(file);
    } catch {
      return;
    }
    const scale = Math.min(1, Math.max(width / picture.width, height / picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const small = await new Promise((done) => { canvas.toBlob(done, "image/jpeg", 0.92); });
    if (small && small.size < file.size) shrunk.set(file, small);
  };

  document.addEventListener("DOMContentLoaded", () => {
    const parts = document.querySelectorAll("[data-live-part]");
    parts.forEach(watch);
    parts.forEach(fold);
    if (!parts.length) return;
    document.addEventListener("input", (event) => {
      if (event.target.type === "file") shrink(event.target);
    });
    // What the server puts into a form is seen as if it had been typed.
    document.addEventListener("htmx:oobAfterSwap", (event) => {
      const put = document.getElementById(event.detail.target.id);
      put?.dispatchEvent(new Event("input", { bubbles: true }));
    });
    // What a looked-up choice changes, no event of the browser tells.
    if (window.django?.jQuery) {
      django.jQuery(document).on("select2:select select2:clear", "select", (event) => {
        event.target.dispatchEvent(new Event("input", { bubbles: true }));
      });
    }
  });
})();
