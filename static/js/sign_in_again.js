"use strict";

/* A form is sent only while the login stands that its page was opened with. Where it ended, the
   sign-in form appears over the page, and what was typed is sent once the same person has signed in;
   from another person's login it is kept away. Without this script the site asks to sign in, and the
   form is to be filled in again. */
(() => {
  const TOKEN = 'input[name="csrfmiddlewaretoken"]';
  const mark = document.querySelector('meta[name="signed-in"]')?.content;
  const passed = new WeakSet();
  const asking = new WeakSet();
  let send = null;

  const dialog = () => document.querySelector("#sign-in-again");
  const place = () => dialog().querySelector("[data-sign-in]");

  const show = (state) => {
    const shown = dialog();
    shown.querySelectorAll("[data-state]").forEach((part) => {
      part.hidden = part.dataset.state !== state;
    });
    if (!shown.open) shown.showModal();
  };

  const renew = (token) => {
    document.querySelectorAll(TOKEN).forEach((input) => { input.value = token; });
  };

  /* Nothing of it stays, neither to be sent nor to be read. */
  const discard = () => {
    window.unsavedChanges.giveUp();
    send = null;
    document.querySelector("#content").replaceChildren();
    place().replaceChildren();
    delete dialog().dataset.email;
    show("another");
  };

  /* The fields have names and labels of their own beside those of the page. A form without an
     address of its own goes to that of its page: the second factor is not asked for where the
     password is. A link leads away in a new tab, for what was typed stays in this one. */
  const putForm = (form, page) => {
    const to = new URL(form.getAttribute("action") || "", page).href;
    if (new URL(to).origin !== location.origin) return show("away");
    form.querySelectorAll("[id], [for], [aria-describedby]").forEach((each) => {
      ["id", "for", "aria-describedby"].filter((name) => each.hasAttribute(name)).forEach((name) => {
        each.setAttribute(name, `again_${each.getAttribute(name)}`);
      });
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      event.stopPropagation();
      signIn(form, to);
    });
    form.querySelectorAll("a[href]").forEach((link) => {
      link.target = "_blank";
      link.rel = "noopener";
    });
    const address = form.elements.namedItem("login");
    if (address) address.value ||= dialog().dataset.email;
    place().replaceChildren(form);
    show("ended");
    const fields = [...form.querySelectorAll("input:not([type=hidden])")];
    const wrong = fields.find((field) => field.matches(".is-invalid"));
    (wrong || fields.find((field) => !field.value) || fields[0]).focus();
  };

  /* Either the login as it stands now, or the sign-in page with what was wrong. */
  const take = async (response) => {
    if (response.headers.get("Content-Type")?.startsWith("application/json")) {
      const { who, token } = await response.json();
      if (!who) return askToSignIn();
      if (who !== mark) return discard();
      renew(token);
      if (dialog().open) dialog().close();
      place().replaceChildren();
      const go = send;
      send = null;
      return go?.();
    }
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const form = page.querySelector(".account-form");
    return form ? putForm(form, response.url) : show([403, 429].includes(response.status) ? "refused" : "away");
  };

  const ask = async (address, options = {}) => {
    try {
      await take(await fetch(address, { credentials: "same-origin", ...options }));
    } catch {
      show("away");
    }
  };

  const askToSignIn = () => ask(dialog().dataset.signIn);

  const signIn = async (form, to) => {
    const button = form.querySelector("button");
    button.disabled = true;
    await ask(to, { method: "POST", body: new FormData(form) });
    button.disabled = false;
  };

  const first = (form, go) => {
    if (asking.has(form)) return;
    asking.add(form);
    send = go;
    ask(dialog().dataset.standing).finally(() => asking.delete(form));
  };

  const isOurs = (form) =>
    mark && dialog() && !dialog().contains(form) && window.unsavedChanges.isTyped(form);

  window.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || passed.delete(form) || !isOurs(form)) return;
    event.preventDefault();
    first(form, () => {
      passed.add(form);
      form.requestSubmit(event.submitter);
    });
  });

  /* A part that is asked for while one types sends nothing: the form may be sent meanwhile. */
  const isSent = (elt, trigger) => elt.matches("form") && trigger?.type === "submit";

  document.addEventListener("htmx:confirm", (event) => {
    const { elt, issueRequest, triggeringEvent, verb } = event.detail;
    if (verb !== "post" || !isSent(elt, triggeringEvent) || !isOurs(elt)) return;
    event.preventDefault();
    first(elt, () => issueRequest(true));
  });

  /* What was only looked for is not missed. */
  const isMissed = (form) => isOurs(form) && !form.matches('[role="search"]');

  // A part that is loaded while one types learns first that the login ended: it stays as it was.
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    const { elt, requestConfig, xhr } = event.detail;
    const leads = ["HX-Redirect", "HX-Location", "HX-Refresh"].some((name) => xhr.getResponseHeader(name));
    if (leads && !isSent(elt, requestConfig.triggeringEvent) && [...document.forms].some(isMissed)) event.preventDefault();
  });

  document.addEventListener("DOMContentLoaded", () => {
    dialog()?.querySelector("[data-again]").addEventListener("click", () => {
      if (send) ask(dialog().dataset.standing);
    });
    // Another person's page is not gone on with.
    dialog()?.addEventListener("cancel", (event) => {
      if (!dialog().querySelector('[data-state="another"]').hidden) event.preventDefault();
    });
    dialog()?.querySelectorAll("[data-stay]").forEach((button) => {
      button.addEventListener("click", () => dialog().close());
    });
  });
})();
