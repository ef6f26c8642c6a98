"use strict";

/* What opens over a list closes by Escape and by a click beside it. Among many choices of a filter one
   types: what is written so, without regard to case and accents, stays; arrows go through it and Enter
   takes the first. */
(() => {
  const bare = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const searched = (filter, box) => {
    const status = filter.querySelector("[role=status]");
    const links = [...filter.querySelectorAll("li a")];
    const names = links.map((link) => bare(link.textContent));
    const shown = () => links.filter((link) => !link.parentElement.hidden);

    const narrow = () => {
      const words = bare(box.value).split(/\s+/).filter(Boolean);
      links.forEach((link, place) => {
        link.parentElement.hidden = !words.every((word) => names[place].includes(word));
      });
      status.textContent = shown().length ? "" : status.dataset.nothing;
    };

    box.hidden = false;
    box.addEventListener("input", narrow);
    filter.addEventListener("toggle", () => {
      if (filter.open && window.matchMedia("(pointer: fine)").matches) box.focus();
    });
    filter.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      const places = [box, ...shown()];
      const place = places.indexOf(document.activeElement);
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step && place >= 0) {
        event.preventDefault();
        places[Math.min(Math.max(place + step, 0), places.length - 1)].focus();
      }
      if (event.key === "Enter" && event.target === box) {
        event.preventDefault();
        if (box.value.trim() && shown().length) shown()[0].click();
      }
    });
  };

  document.querySelectorAll(".list-filter").forEach((filter) => {
    const box = filter.querySelector(".list-filter-words");
    if (box) searched(filter, box);
  });

  const openOnes = () => document.querySelectorAll(".list-filter[open], .list-columns[open]");

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing) return;
    openOnes().forEach((opened) => {
      if (opened.contains(document.activeElement)) opened.querySelector("summary").focus();
      opened.open = false;
    });
  });

  document.addEventListener("click", (event) => {
    openOnes().forEach((opened) => {
      if (!opened.contains(event.target)) opened.open = false;
    });
  });
})();
