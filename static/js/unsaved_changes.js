"use strict";

/* What was typed and not saved is not lost by leaving the page, nor passed over by a decision: the
   browser asks before, and beside the decision stands what to do first. A form is as it was loaded
   when it would send what the server wrote into it, whatever was typed and taken back meanwhile. */
(() => {
  /* Searches, ticks in a list and pages that only ask for a yes have nothing to save. */
  const ASKS_NOTHING = '[role="search"], #changelist-form, #decision';
  /* By kept_form.js, whatever becomes of the page. */
  const KEPT = "[data-kept-now]";
  /* The server gave back what was typed, and saved nothing. */
  const CAME_BACK = '.errornote, .errorlist, .is-invalid, .who-is-it, [name$="-chosen"]';
  const loaded = new WeakMap();
  let sent = null;
  let isGivenUp = false;

  const content = (form) =>
    JSON.stringify(
      [...new FormData(form)]
        .filter(([name]) => name !== "csrfmiddlewaretoken")
        .map(([name, value]) => [
          name,
          value instanceof File ? [value.name, value.size] : value.replaceAll("\r\n", "\n"),
        ]),
    );

  /* As the page came: a copy, in a page of its own that nobody sees, forgets what the browser
     restored or somebody typed. */
  const asItCame = (form) => {
    const apart = document.implementation.createHTMLDocument();
    const elsewhere = [...form.elements].filter((each) => !form.contains(each));
    const [copy, ...others] = [form, ...elsewhere].map((each) => apart.importNode(each, true));
    apart.body.append(copy, ...others);
    copy.reset();
    return content(copy);
  };

  const remember = (form) => {
    if (!loaded.has(form)) loaded.set(form, asItCame(form));
    return loaded.get(form);
  };

  const isTyped = (form) =>
    form.method === "post" && (form.matches(`:has(${CAME_BACK})`) || content(form) !== remember(form));

  const isUnsaved = (form) => form !== sent && !form.matches(`${ASKS_NOTHING}, ${KEPT}`) && isTyped(form);

  const unsaved = () => (isGivenUp ? [] : [...document.forms].filter(isUnsaved));

  /* For the script that renews a login that ended. */
  window.unsavedChanges = {
    isTyped,
    giveUp: () => { isGivenUp = true; },
  };

  window.addEventListener("load", () => {
    [...document.forms].filter((form) => form.method === "post").forEach((form) => {
      loaded.delete(form);
      remember(form);
    });
  });

  // Parts of a page that are loaded later bring forms of their own, or change one.
  document.addEventListener("focusin", (event) => {
    const form = event.target.form;
    if (form?.method === "post") remember(form);
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    const target = event.detail.target;
    [...document.forms]
      .filter((form) => form.contains(target) || target.contains(form))
      .forEach((form) => loaded.delete(form));
  });

  window.addEventListener("submit", (event) => {
    if (!event.defaultPrevented) sent = event.target;
  });

  window.addEventListener("beforeunload", (event) => {
    if (unsaved().length) event.preventDefault();
  });

  /* Decisions */

  const words = () => document.querySelector("[data-unsaved-first]");

  const refuse = (event) => {
    const place = words();
    if (!place || event.defaultPrevented || !unsaved().length) return;
    event.preventDefault();
    event.stopPropagation();
    place.hidden = false;
    place.querySelector('[role="status"]').textContent = place.dataset.unsavedFirst;
  };

  const hideAgain = (event) => {
    if (event.target.form === sent) sent = null;
    const place = words();
    if (!place || place.hidden || unsaved().length) return;
    place.hidden = true;
    place.querySelector('[role="status"]').textContent = "";
  };

  document.addEventListener("input", hideAgain);
  document.addEventListener("change", hideAgain);

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll(".object-tools form").forEach((form) => {
      form.addEventListener("submit", refuse);
    });
    document.querySelectorAll("a.decision").forEach((link) => {
      link.addEventListener("click", refuse);
    });
    words()?.querySelector("button").addEventListener("click", () => {
      isGivenUp = true;
      window.location.assign(window.location.href);
    });
  });
})();
