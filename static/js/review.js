"use strict";

/* The queue of officers: each act has a key, unless somebody types or has switched the keys off.
   Whoever leaves the page frees the person. */
(() => {
  const review = document.querySelector("[data-review]");
  if (!review) return;
  const keys = review.querySelector("[data-review-keys]");
  const isOn = keys.querySelector("input");
  const KEPT = "review-keys";
  keys.hidden = false;
  isOn.checked = localStorage.getItem(KEPT) !== "off";
  isOn.addEventListener("change", () => localStorage.setItem(KEPT, isOn.checked ? "on" : "off"));

  /* Where one asks for a reason, no key does something else with the person. */
  const asking = () => [...review.querySelectorAll("details[open]")].find((one) => one.querySelector("[data-key]"));

  document.addEventListener("keydown", (event) => {
    if (!isOn.checked || event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
    const open = asking();
    if (open) {
      if (event.key !== "Escape") return;
      open.open = false;
      open.querySelector("[data-key]").focus();
      return;
    }
    if (event.target.closest("input:not([type=checkbox], [type=radio]), select, textarea")) return;
    const act = review.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (!act) return;
    event.preventDefault();
    act.click();
    if (!act.closest("details")) act.focus();
  });

  /* Opened by whatever hand: one begins with what is to be ticked, or with the reason. */
  review.addEventListener(
    "toggle",
    (event) => {
      const asks = event.target;
      if (!asks.matches(".review-asks") || !asks.open || asks.contains(document.activeElement.closest("form"))) return;
      asks.querySelector('[type="checkbox"], textarea')?.focus({ preventScroll: true });
      asks.scrollIntoView({ block: "nearest" });
    },
    true,
  );

  /* What is sent says itself what becomes of the person. */
  let isSent = false;
  review.addEventListener("submit", () => {
    isSent = true;
  });
  window.addEventListener("pagehide", () => {
    if (isSent) return;
    const leaves = new FormData(review.querySelector("[data-review-leave]"));
    leaves.set("act", "leave");
    navigator.sendBeacon(window.location.href, leaves);
  });
})();
