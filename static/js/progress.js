/* Keeps a page of running work up to date: asks for its [data-progress] part again every second
   until nothing in it says data-running. Without JavaScript the page refreshes itself. */
(() => {
  "use strict";

  const EVERY = 1000;
  const AFTER_FAILURE = 5000;

  const start = (part) => {
    const isRunning = () => part.querySelector("[data-running]") !== null;

    const refresh = async () => {
      if (document.hidden) {
        setTimeout(refresh, EVERY);
        return;
      }
      let pause = EVERY;
      try {
        const response = await fetch(location.href, { headers: { "HX-Request": "true" } });
        if (response.redirected || !response.ok) {
          location.reload();
          return;
        }
        part.innerHTML = await response.text();
        if (!isRunning()) {
          location.reload();
          return;
        }
      } catch {
        // The network is away for a moment; what is shown stays.
        pause = AFTER_FAILURE;
      }
      setTimeout(refresh, pause);
    };

    if (isRunning()) setTimeout(refresh, EVERY);
  };

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-progress]").forEach(start);
  });
})();
