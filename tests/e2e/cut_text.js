/* What of the page's text one cannot read: one line for each. `isWide`: nothing may have to be
   scrolled sideways, as one may scroll a table on a phone.

   Allowed is a value longer than its text field: the caret goes along it. A field of choices cannot
   be gone along: its choice is cut only where it is as wide as what it stands in. */
(isWide) => {
  const CONTROLS = "input, select, textarea, button, img, progress";
  const ruler = document.createElement("canvas").getContext("2d");
  const found = [];

  const styleOf = (element) => getComputedStyle(element);
  // Whoever listens hears it, nobody sees it.
  const isForEars = (element) => {
    const style = styleOf(element);
    return style.position === "absolute" && (style.clip !== "auto" || style.clipPath !== "none");
  };
  const isSeen = (element) => {
    if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return false;
    for (let each = element; each; each = each.parentElement) if (isForEars(each)) return false;
    return true;
  };
  const named = (element) => {
    const words = (element.value || element.textContent || "").trim().replace(/\s+/g, " ").slice(0, 50);
    const classes = [...element.classList].map((name) => `.${name}`).join("");
    return `${element.localName}${element.id && `#${element.id}`}${classes} “${words}”`;
  };
  const widthOf = (element, words) => {
    ruler.font = styleOf(element).font;
    return ruler.measureText(words).width;
  };
  const roomIn = (element) => {
    const style = styleOf(element);
    return element.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
  };

  // Boxes that cut what is in them.
  for (const element of document.body.querySelectorAll("*")) {
    if (!isSeen(element) || !element.textContent.trim() || element.matches("textarea, select, svg *")) continue;
    const { overflowX, overflowY } = styleOf(element);
    const isCutting = (overflow) => overflow === "hidden" || overflow === "clip";
    const isTooWide = element.scrollWidth > element.clientWidth + 1;
    if (isCutting(overflowX) && isTooWide) found.push(`cut: ${named(element)}`);
    else if (isCutting(overflowY) && element.scrollHeight > element.clientHeight + 1) found.push(`cut below: ${named(element)}`);
    else if (isWide && isTooWide && overflowX !== "visible" && element !== document.body) found.push(`to be scrolled: ${named(element)}`);
  }

  // Controls whose words do not fit.
  for (const element of document.body.querySelectorAll("select:not([multiple]), [placeholder], input[type=submit]")) {
    if (!isSeen(element)) continue;
    const words = element.localName === "select" ? element.selectedOptions[0]?.text : element.type === "submit" ? element.value : element.placeholder;
    const fills = element.getBoundingClientRect().width >= roomIn(element.parentElement) - 1;
    const mayBeCut = element.localName === "select" && fills;
    // The arrow of a field of choices takes some of its room.
    const room = roomIn(element) - (element.localName === "select" ? 16 : 0);
    if (words && widthOf(element, words) > room + 1 && !mayBeCut) found.push(`does not fit: ${named(element)} “${words.slice(0, 40)}”`);
  }

  // As far as what it stands in lets it be seen.
  const shown = (element, { left, right, top, bottom }) => {
    const place = { element, left, right, top, bottom };
    for (let box = element.parentElement; box && box !== document.body; box = box.parentElement) {
      if (styleOf(box).overflowX === "visible") continue;
      const window = box.getBoundingClientRect();
      place.left = Math.max(place.left, window.left);
      place.right = Math.min(place.right, window.right);
      place.top = Math.max(place.top, window.top);
      place.bottom = Math.min(place.bottom, window.bottom);
    }
    return place;
  };

  // Every line of text, and every control, in its place: in its box, and upon nothing else.
  const places = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.data.trim() || element.closest("select, textarea, script, style, noscript, svg") || !isSeen(element)) continue;
    let box = element;
    while (styleOf(box).display.startsWith("inline") && !styleOf(box).display.includes("-")) box = box.parentElement;
    const room = box.getBoundingClientRect();
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const line of range.getClientRects()) {
      if (line.width < 2) continue;
      if (line.left < room.left - 1 || line.right > room.right + 1) found.push(`out of its box: ${named(element)}`);
      // Letters keep within the middle of what the line takes.
      const spare = line.height / 4;
      places.push(shown(element, { left: line.left, right: line.right, top: line.top + spare, bottom: line.bottom - spare }));
    }
  }
  for (const element of document.body.querySelectorAll(CONTROLS)) {
    if (!isSeen(element)) continue;
    const place = element.getBoundingClientRect();
    if (place.width > 2) places.push(shown(element, place));
  }
  const holds = (element, inner) => element === inner || (element.matches(CONTROLS) && element.contains(inner));
  places.sort((one, other) => one.top - other.top);
  places.forEach((one, index) => {
    for (let next = index + 1; next < places.length && places[next].top < one.bottom - 2; next += 1) {
      const other = places[next];
      const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
      const isWithin = holds(one.element, other.element) || holds(other.element, one.element);
      if (across > 2 && Math.min(one.bottom, other.bottom) - other.top > 2 && !isWithin) {
        found.push(`upon each other: ${named(one.element)} and ${named(other.element)}`);
      }
    }
  });
  return [...new Set(found)];
}
