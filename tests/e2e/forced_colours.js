/* What is chosen, current or wrong and looks like its neighbours where colours are the reader's own:
   one line for each; how the marks of states look there, by their kind; and which kinds of what is
   chosen, current or wrong have neighbours here. */
(() => {
  const MARKED = "[aria-current]:not([aria-current=false]), [aria-selected=true], [aria-invalid=true], .selected, .is-chosen, .is-running, .current-model";
  const PLACES = "ul, ol, nav, tbody, form, [role=grid]";
  const COLOURS = ["color", "backgroundColor", "outlineColor", ...["Top", "Right", "Bottom", "Left"].map((side) => `border${side}Color`)];
  const TOLD_BY = [
    "fontWeight", "textDecorationLine", "opacity", "outlineStyle", "outlineWidth",
    ...["Top", "Right", "Bottom", "Left"].flatMap((side) => ["Style", "Width"].map((part) => `border${side}${part}`)),
  ];

  /* Of colours the reader's own stay, and ours where we ask for it. */
  const probe = document.createElement("i");
  document.body.append(probe);
  const theirs = new Set(["Highlight", "Mark", "SelectedItem"].map((name) => {
    probe.style.outlineColor = name;
    return getComputedStyle(probe).outlineColor;
  }));
  probe.remove();

  const style = (element, part) => {
    const computed = getComputedStyle(element, part);
    const isOurs = computed.forcedColorAdjust === "none";
    const colours = COLOURS.map((name) => computed[name]).map((colour) => (isOurs || theirs.has(colour) ? colour : ""));
    return [...colours, ...[...TOLD_BY, ...(part ? ["content", "inlineSize", "blockSize", "borderRadius"] : [])].map((name) => computed[name])].join(" ");
  };
  const look = (element) => [style(element), style(element, "::before"), style(element, "::after")].join("\n");
  /* A row is told by what stands in it too. */
  const looks = (element) => [look(element), ...[...element.children].map(look)].join("\n");
  const isShown = (element) => element.checkVisibility({ visibilityProperty: true });

  const compared = new Set();
  const told = [...document.querySelectorAll(MARKED)].filter(isShown).filter((element) => {
    const place = element.parentElement.closest(PLACES);
    const peers = [...(place?.querySelectorAll(element.localName) ?? [])].filter((peer) =>
      isShown(peer) && !peer.matches(MARKED) && !peer.querySelector(MARKED) && !peer.closest(MARKED) &&
      peer.type === element.type && peer.parentElement.localName === element.parentElement.localName);
    const around = (each) => each.parentElement === place ? looks(each) : looks(each) + look(each.parentElement);
    if (peers.length === 0) return false;
    MARKED.split(", ").filter((kind) => element.matches(kind)).forEach((kind) => compared.add(kind));
    return peers.every((peer) => around(peer) === around(element));
  });
  const states = [...document.querySelectorAll(".state")].filter(isShown).map((element) => [
    [...element.classList].find((name) => name.startsWith("state-")) ?? "state", style(element, "::before"),
  ]);
  return [
    told.map((element) => `looks like the others: ${element.localName}.${[...element.classList].join(".")} “${element.textContent.trim().slice(0, 40)}”`),
    states,
    [...compared],
  ];
})();
