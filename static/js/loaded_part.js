/* Fills in what takes a moment to find out: asks for the address that [data-loaded-from] names and
   shows the answer in its place. Without JavaScript the link inside leads to the same. */
(() => {
  "use strict";

  const fill = async (part) => {
    const response = await fetch(part.dataset.loadedFrom, { headers: { "HX-Request": "true" } });
    if (response.ok && !response.redirected) part.innerHTML = await response.text();
  };

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-loaded-from]").forEach((part) => {
      part.setAttribute("aria-busy", "true");
      // What is shown stays, and its link, when the network is away.
      fill(part).catch(() => {}).finally(() => part.removeAttribute("aria-busy"));
    });
  });
})();
