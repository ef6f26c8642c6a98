"use strict";

/* People added to a delegation: lines pasted into a cell are laid out from there on, photos may be
   dropped anywhere, and there is always an empty row. Without this script one text field, one file
   field and buttons do the same. */
(() => {
  const place = () => document.querySelector("#adding");
  const rows = () => [...document.querySelectorAll("[data-adding-rows] > li")];

  const numbered = (name, number) => name.replace(/^((?:id-)?r)\d+\./, `$1${number}.`);

  const addRow = () => {
    const last = rows().at(-1);
    const number = Number(last.dataset.row) + 1;
    const row = last.cloneNode(true);
    row.dataset.row = number;
    row.classList.remove("adding-in-doubt");
    row.querySelectorAll(".adding-about, .adding-why").forEach((said) => said.remove());
    row.querySelector(".adding-photo").textContent = number;
    row.querySelectorAll("label").forEach((label) => {
      label.htmlFor = numbered(label.htmlFor, number);
      const hidden = label.querySelector(".visually-hidden");
      hidden.textContent = hidden.textContent.replace(last.dataset.row, number);
    });
    row.querySelectorAll("input, select").forEach((field) => {
      field.name = numbered(field.name, number);
      field.id = numbered(field.id, number);
      field.value = "";
    });
    last.after(row);
  };

  const press = (name) => place().querySelector(`[data-${name}]`).click();

  document.addEventListener("input", (event) => {
    const row = event.target.closest?.("[data-adding-rows] > li");
    if (!row) return;
    if (event.target.matches("select")) {
      event.target.classList.toggle("adding-blank", !event.target.value);
    }
    if (row === rows().at(-1)) addRow();
  });

  document.addEventListener("paste", (event) => {
    const cell = event.target.closest?.("[data-adding-rows] input");
    const text = event.clipboardData?.getData("text/plain") || "";
    if (!cell || !/[\t\n]/.test(text.replace(/\s+$/, ""))) return;
    event.preventDefault();
    const form = cell.form;
    form.elements.lines.value = text;
    form.elements.at.value = cell.name;
    press("lay-out");
  });

  document.addEventListener("keydown", (event) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const cell = event.target.closest?.("[data-adding-rows] input");
    if (!step || !cell) return;
    const number = Number(cell.closest("li").dataset.row) + step;
    const next = document.getElementById(numbered(cell.id, number));
    if (!next) return;
    event.preventDefault();
    next.focus();
  });

  document.addEventListener("change", (event) => {
    if (event.target.matches("#adding-files") && event.target.files.length) press("look");
  });

  const holdsFiles = (event) => place() && [...(event.dataTransfer?.types || [])].includes("Files");

  document.addEventListener("dragover", (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    place().classList.add("adding-dropping");
  });

  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) place()?.classList.remove("adding-dropping");
  });

  document.addEventListener("drop", (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    place().classList.remove("adding-dropping");
    const input = place().querySelector("#adding-files");
    input.files = event.dataTransfer.files;
    if (input.files.length) press("look");
  });

  document.addEventListener("htmx:afterSwap", () => {
    if (!place()) return;
    const first = place().querySelector("[aria-invalid], .adding-chosen .adding-in-doubt select");
    const empty = rows().map((row) => row.querySelector("input")).find((field) => !field.value);
    (first || empty)?.focus();
  });
})();
