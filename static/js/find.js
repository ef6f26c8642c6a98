"use strict";

/* The box in the head of every page: `/` leads there, arrows go through what is found and Enter
   opens it, or does what stands beside it. Without this script the form leads to a page. */
(() => {
  const form = document.querySelector("#finder");
  if (!form) return;
  const box = form.querySelector("#finder-words");
  const answers = form.querySelector("#finder-answers");
  let row = -1;
  let cell = 0;
  /* Words that were asked for and not yet answered; whether Enter was pressed for them. */
  let asked = "";
  let opens = false;

  const rows = () => [...answers.querySelectorAll('[role="row"]')];
  const cells = () => (rows()[row] ? [...rows()[row].querySelectorAll('[role="gridcell"]')] : []);

  const show = (isShown) => {
    answers.hidden = !isShown;
    box.setAttribute("aria-expanded", String(isShown));
    if (!isShown) mark(-1);
  };

  const mark = (number, which = 0) => {
    answers.querySelectorAll('[aria-selected="true"]').forEach((each) => {
      each.removeAttribute("aria-selected");
    });
    row = number;
    cell = which;
    const chosen = cells()[cell];
    if (!chosen) {
      box.removeAttribute("aria-activedescendant");
      return;
    }
    chosen.setAttribute("aria-selected", "true");
    chosen.scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", chosen.id);
  };

  const step = (by) => {
    const count = rows().length;
    if (count) mark((row + by + count) % count);
  };

  const moves = {
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    Escape: () => show(false),
    Enter: () => cells()[cell]?.querySelector("a, button").click(),
  };

  const sideways = (event) => {
    const isAtEnd = box.selectionStart === box.value.length && box.selectionEnd === box.value.length;
    const isForth = event.key === (document.dir === "rtl" ? "ArrowLeft" : "ArrowRight");
    const to = cell + (isForth ? 1 : -1);
    if (!isAtEnd || !cells()[to]) return false;
    mark(row, to);
    return true;
  };

  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Enter" && asked && !opens) {
      event.preventDefault();
      opens = true;
      return;
    }
    if (answers.hidden) return;
    if (["ArrowLeft", "ArrowRight"].includes(event.key)) {
      if (sideways(event)) event.preventDefault();
    } else if (moves[event.key]) {
      if (event.key === "Enter" && !cells().length) return;
      event.preventDefault();
      moves[event.key]();
    }
  });

  /* Enter opens nothing that was found for former words. Whoever presses it before the answers to
     these have come, as a scanner does, gets the first of them as soon as they are there; a second press leads to the page. */
  box.addEventListener("input", () => {
    asked = box.value.trim() ? box.value : "";
    opens = false;
    mark(-1);
    if (!box.value.trim()) show(false);
  });

  box.addEventListener("focus", () => {
    if (box.value.trim() && answers.childElementCount) show(true);
  });

  form.addEventListener("focusout", (event) => {
    if (!form.contains(event.relatedTarget)) show(false);
  });

  /* A press leaves the keyboard where it is, so that what is found stays until it is opened. */
  answers.addEventListener("mousedown", (event) => event.preventDefault());

  answers.addEventListener("htmx:afterSwap", (event) => {
    const isForThese = event.detail.requestConfig.formData.get("find") === box.value;
    const isOpened = opens && isForThese;
    if (isForThese) [asked, opens] = ["", false];
    if (!box.value.trim() || document.activeElement !== box) return;
    show(true);
    mark(isForThese && rows().length ? 0 : -1);
    if (!isOpened) return;
    if (rows().length) moves.Enter();
    else form.submit();
  });

  /* Where no answer comes, the page answers. */
  ["htmx:responseError", "htmx:sendError"].forEach((name) => box.addEventListener(name, () => {
    asked = "";
    if (opens) form.submit();
  }));

  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.matches("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isTyping) return;
    event.preventDefault();
    box.focus();
    box.select();
  });
})();
