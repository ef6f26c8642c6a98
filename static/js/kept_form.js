"use strict";

/* What is typed in a form is kept while one types, so that a lost line or an ended sign-in loses
   none of it. Files are chosen again. */
(() => {
  const PAUSE = 1500;
  /* A server that is away says nothing when it comes back. */
  const AGAIN = 15000;

  for (const form of document.querySelectorAll("[data-kept-form]")) {
    const said = form.querySelector("[data-kept-said]");
    let timer = 0;
    let isTyped = false;
    let isSent = false;

    const later = (pause) => {
      clearTimeout(timer);
      if (isTyped && !isSent) timer = setTimeout(keep, pause);
    };

    /* A form that came with a stale secret is kept too, for whoever typed it. */
    const words = ({ ok, status, type }) => {
      if (ok) return said.dataset.saved;
      return type === "opaqueredirect" || status === 403 ? said.dataset.ended : said.dataset.refused;
    };

    const keep = async () => {
      const typed = new FormData(form);
      let hasFile = false;
      for (const [name, value] of [...typed]) {
        if (!(value instanceof File)) continue;
        hasFile ||= value.size > 0;
        typed.delete(name);
      }
      isTyped = false;
      try {
        const answer = await fetch(form.dataset.keptForm, { method: "POST", body: typed, redirect: "manual" });
        said.textContent = words(answer);
        if (answer.status >= 500) throw new Error(answer.status);
        if (answer.ok && !isTyped && !hasFile) form.dataset.keptNow = "";
      } catch {
        said.textContent = said.dataset.lost;
        isTyped = true;
        later(AGAIN);
      }
    };

    form.addEventListener("input", () => {
      delete form.dataset.keptNow;
      isTyped = true;
      isSent = false;
      later(PAUSE);
    });
    form.addEventListener("submit", () => {
      isSent = true;
      clearTimeout(timer);
    });
    addEventListener("online", () => later(PAUSE));
    /* Come back to, the page is as it was left: typed on, it is kept again. */
    addEventListener("pageshow", () => {
      isSent = false;
    });
  }
})();
