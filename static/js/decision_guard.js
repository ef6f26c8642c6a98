// A decision takes nothing along of what was typed on the page and not saved: it asks first.
(() => {
  const asked = document.querySelector("[data-unsaved]");
  const form = document.querySelector("#content-main > form[method=post]");
  if (!asked || !form) return;

  const typed = () =>
    JSON.stringify(
      [...new FormData(form)].map(([name, value]) => [
        name,
        value instanceof File ? value.name : value,
      ]),
    );
  let loaded = typed();
  // Other scripts complete the form until then.
  window.addEventListener("load", () => {
    loaded = typed();
  });

  const ask = (event) => {
    if (typed() !== loaded && !window.confirm(asked.dataset.unsaved)) event.preventDefault();
  };
  for (const tool of document.querySelectorAll(".object-tools form")) {
    tool.addEventListener("submit", ask);
  }
  for (const tool of document.querySelectorAll(".object-tools a.decision")) {
    tool.addEventListener("click", ask);
  }
})();
