/* What can be pressed and is smaller than `least` pixels in height or width: one line for each.

   As WCAG 2.5.8 has it: a link within a sentence is as high as its line; a target may be small
   that nothing else stands close to, and what counts is where a press arrives, its label and what
   a style sheet adds to it included. On a phone (`isTouch`) boxes to tick alone may be small, of
   24 pixels, where nothing else stands close to them. */
({ least, isTouch }) => {
  const TARGETS = "a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button], [role=option], [tabindex='0']";
  const found = [];

  const isSeen = (element) =>
    element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
    !element.disabled &&
    [...ancestors(element)].every((each) => {
      const style = getComputedStyle(each);
      return !(style.position === "absolute" && (style.clip !== "auto" || style.clipPath !== "none"));
    });
  function* ancestors(element) {
    for (let each = element; each && each !== document.body; each = each.parentElement) yield each;
  }
  const named = (element) => {
    const words = (element.ariaLabel || element.value || element.textContent || element.name || "").trim().replace(/\s+/g, " ").slice(0, 40);
    const classes = [...element.classList].map((name) => `.${name}`).join("");
    return `${element.localName}${element.id && `#${element.id}`}${classes} “${words}”`;
  };
  // Words beside it in the same line are part of a sentence; marks between links are not.
  const isInText = (element) => {
    if (!element.matches("a, button, summary") || getComputedStyle(element).display !== "inline") return false;
    let block = element.parentElement;
    while (getComputedStyle(block).display === "inline") block = block.parentElement;
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (/[\p{L}\p{N}]/u.test(node.data) && !node.parentElement.closest(TARGETS)) return true;
    }
    return false;
  };
  // A press there arrives: at it, in it, or at what stands for it.
  const arrives = (element, x, y) => {
    const hit = document.elementFromPoint(x, y);
    if (!hit) return false;
    return element.contains(hit) || [...(element.labels ?? [])].some((label) => label.contains(hit)) || hit.contains(element) && hit.matches("label, a, button, summary");
  };
  const isReached = (element, across) => {
    const { left, right, top, bottom } = element.getBoundingClientRect();
    const x = (left + right) / 2;
    const y = (top + bottom) / 2;
    const reach = (step) => {
      let far = 0;
      while (far < least && (across ? arrives(element, x + step * (far + 1), y) : arrives(element, x, y + step * (far + 1)))) far += 1;
      return far;
    };
    return reach(-1) + 1 + reach(1) >= least - 1;
  };

  const seen = [...document.body.querySelectorAll(TARGETS)].filter(isSeen);
  const boxes = new Map(seen.map((element) => [element, element.getBoundingClientRect()]));
  const isAlone = (element) => {
    const own = boxes.get(element);
    const x = (own.left + own.right) / 2;
    const y = (own.top + own.bottom) / 2;
    return seen.every((other) => {
      if (other === element || other.contains(element) || element.contains(other)) return true;
      const { left, right, top, bottom } = boxes.get(other);
      const aside = Math.max(left - x, 0, x - right);
      const above = Math.max(top - y, 0, y - bottom);
      return Math.hypot(aside, above) >= least / 2;
    });
  };
  const small = seen.filter((element) => {
    const { width, height } = boxes.get(element);
    return width > 0 && height > 0 && (width < least - 0.5 || height < least - 0.5);
  });
  const place = [scrollX, scrollY];
  for (const element of small) {
    const { width, height } = boxes.get(element);
    const mayBeSmall = !isTouch || (element.matches("[type=checkbox], [type=radio]") && Math.min(width, height) >= 23.5);
    if (isInText(element) || (mayBeSmall && isAlone(element))) continue;
    element.scrollIntoView({ block: "center", inline: "nearest", behavior: "instant" });
    const isWide = width >= least - 0.5 || isReached(element, true);
    const isHigh = height >= least - 0.5 || isReached(element, false);
    if (!isWide || !isHigh) found.push(`${Math.round(width)} × ${Math.round(height)}: ${named(element)}`);
  }
  scrollTo({ left: place[0], top: place[1], behavior: "instant" });
  return [...new Set(found)];
}
