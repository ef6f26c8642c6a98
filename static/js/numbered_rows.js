"use strict";

/* The number fields of rows follow the order in which the rows are put, and it is said where the
   row that was moved stands now. Without this script, and the one that puts them, the numbers alone
   do the same. */
document.addEventListener("ordered", ({ target: row }) => {
  const list = row.parentElement;
  const places = [...list.querySelectorAll("input.row-order")];
  places.forEach((place, index) => { place.value = index; });
  document.querySelector("#rows-said").textContent = list.dataset.moved
    .replace("{name}", () => row.dataset.name)
    .replace("{place}", [...list.children].indexOf(row) + 1)
    .replace("{all}", places.length);
});
