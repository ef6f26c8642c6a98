"use strict";

/* The number fields of rows follow the order in which the rows are put. Without this script, and
   the one that puts them, the numbers alone do the same. */
document.addEventListener("ordered", (event) => {
  event.target.parentElement.querySelectorAll("input.row-order").forEach((place, index) => {
    place.value = index;
  });
});
