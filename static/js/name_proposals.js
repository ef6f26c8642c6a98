"use strict";

/* A part of a name that is blank is offered as it is likely spelled, from the other script. Whoever
   wants it presses it. */
(() => {
  const PAUSE = 400;

  for (const place of document.querySelectorAll("[data-name-proposals]")) {
    const form = place.closest("form");
    const asked = place.dataset.asks.split(" ");
    let timer = 0;
    let latest = 0;

    const ask = async () => {
      const number = ++latest;
      const typed = new FormData();
      for (const name of [...asked, "csrfmiddlewaretoken"]) {
        typed.append(name, form.elements[name]?.value ?? "");
      }
      try {
        const answer = await fetch(place.dataset.nameProposals, { method: "POST", body: typed, redirect: "manual" });
        if (answer.status === 200 && number === latest) place.innerHTML = await answer.text();
      } catch {
        // The line is lost: nothing is offered, and nothing is in the way.
      }
    };

    form.addEventListener("input", (event) => {
      if (!asked.includes(event.target.name)) return;
      clearTimeout(timer);
      timer = setTimeout(ask, PAUSE);
    });
    place.addEventListener("click", (event) => {
      const button = event.target.closest("[data-fills]");
      if (!button) return;
      const field = form.elements[button.dataset.fills];
      field.value = button.value;
      field.focus();
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }
})();
