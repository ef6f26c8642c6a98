"use strict";

/* People added to a delegation: lines pasted into a cell are laid out from there on, photos may be
   dropped anywhere, and there is always an empty row. Without this script one text field, one file
   field and buttons do the same. */
(() => {
  const place = () => document.querySelector("#adding");
  /* The page has other parts that ask for something. */
  const isOfPlace = ({ target }) => place()?.contains(target);
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

  /* Photos go a few at a time: opening one takes the server half a second, and what has come is
     seen meanwhile. What was typed goes with each, and nothing is typed before the last is there. */
  const AT_ONCE = 6;
  let waiting = [];
  let all = 0;
  let refused = [];

  const say = (words, isRefused = false) => {
    const said = document.createElement("p");
    said.textContent = words;
    said.classList.toggle("adding-refused", isRefused);
    place().querySelector(".adding-said").append(said);
  };

  const sendSome = () => {
    const some = new DataTransfer();
    say(place().dataset.arriving.replace("{done}", all - waiting.length).replace("{all}", all));
    waiting.splice(0, AT_ONCE).forEach((file) => some.items.add(file));
    place().querySelector("#adding-files").files = some.files;
    press("look");
    place().inert = true;
  };

  const send = (files) => {
    waiting = [...files];
    all = waiting.length;
    refused = [];
    if (all) sendSome();
  };

  const refusals = () => [...place().querySelectorAll(".adding-said .adding-refused")].map((each) => each.textContent);

  document.addEventListener("htmx:afterSettle", (event) => {
    if (!all || !isOfPlace(event)) return;
    const before = refused;
    refused = [...new Set([...before, ...refusals()])];
    if (waiting.length) {
      sendSome();
      return;
    }
    all = 0;
    before.filter((words) => !refusals().includes(words)).forEach((words) => say(words, true));
  });

  // Those that came are kept; of the others nothing is known.
  ["htmx:sendError", "htmx:responseError", "htmx:timeout"].forEach((lost) => {
    document.addEventListener(lost, (event) => {
      if (!all || !isOfPlace(event)) return;
      [waiting, all] = [[], 0];
      place().inert = false;
      say(place().dataset.lost, true);
    });
  });

  document.addEventListener("change", (event) => {
    if (event.target.matches("#adding-files")) send(event.target.files);
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
    send(event.dataTransfer.files);
  });

  /* To what is asked or wrong; else to where the next person is typed, or, with photos, registered. */
  const focusNext = (hasPhotos) => {
    if (!place() || waiting.length) return;
    const asked = place().querySelector("[aria-invalid], .adding-chosen .adding-in-doubt select");
    const empty = rows().map((row) => row.querySelector("input")).find((field) => !field.value);
    const next = hasPhotos ? place().querySelector("[name=save]") : empty;
    (asked || next)?.focus();
  };

  document.addEventListener("DOMContentLoaded", () => focusNext(false));
  document.addEventListener("htmx:afterSwap", (event) => {
    if (isOfPlace(event)) focusNext(event.detail.requestConfig.elt.matches("[data-look]"));
  });
})();
