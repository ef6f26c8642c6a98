"use strict";

/* What is typed in a form is kept while one types, so that a lost line or an ended sign-in loses
   none of it. Files are chosen again. */
(() => {
  const PAUSE = 1500;

  for (const form of document.querySelectorAll("[data-kept-form]")) {
    const said = form.querySelector("[data-kept-said]");
    let timer = 0;
    let isSent = false;

    const keep = async () => {
      const typed = new FormData(form);
      for (const [name, value] of [...typed]) {
        if (value instanceof File) typed.delete(name);
      }
      try {
        const answer = await fetch(form.dataset.keptForm, { method: "POST", body: typed, redirect: "manual" });
        /* Led to the sign-in, which the answer does not show: it is kept for whoever typed it. */
        const isSignedOut = answer.type === "opaqueredirect";
        said.textContent = isSignedOut ? said.dataset.ended : answer.ok ? said.dataset.saved : said.dataset.refused;
      } catch {
        said.textContent = said.dataset.lost;
      }
    };

    const later = () => {
      clearTimeout(timer);
      if (!isSent) timer = setTimeout(keep, PAUSE);
    };

    form.addEventListener("input", later);
    form.addEventListener("submit", () => {
      isSent = true;
      clearTimeout(timer);
    });
    addEventListener("online", later);
    /* Come back to, the page is as it was left: typed on, it is kept again. */
    addEventListener("pageshow", () => {
      isSent = false;
    });
  }
})();
