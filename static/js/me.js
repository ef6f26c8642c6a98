"use strict";

/* Pages are the same for everybody; what they say to whoever is signed in is asked for afterwards,
   and only where the browser has the mark that somebody is (conference/accounts/marker.py). */
(() => {
  const place = document.querySelector("[data-me]");
  if (!place || !/(?:^|; )(?:__Host-)?dais_signed_in=/.test(document.cookie)) return;

  const show = async () => {
    const answer = await fetch(place.dataset.me);
    if (answer.status !== 200) return;
    const part = document.createElement("template");
    part.innerHTML = await answer.text();
    place.replaceChildren(part.content);
  };

  /* Without an answer the page stays everybody's. */
  show().catch(() => {});
})();
