/* A walk through the page by Tab alone: what is wrong with it, one line for each.

   `window.keyboardWalk` looks at what has the focus whenever Tab is pressed, which is when somebody has
   seen it; `begin` says how often Tab is to be pressed at least, `end` what was found. Everything that
   can be operated has the focus once, in the order it stands in the page and is read there, where it
   can be seen, under a ring that can be seen and was not there before. */
(() => {
  const OPERABLE = "a[href], area[href], button, input:not([type=hidden]), select, textarea, summary, iframe, [tabindex], [contenteditable=true]";
  const PARTS_OF_ONE = "[role=grid], [role=listbox], [role=menu], [role=tablist]";
  const RING = 2;
  const CONTRAST = 3;
  const NEAR = 4;
  let walked = [];
  let faults = [];
  let expected = [];
  let places = new Map();
  let outlines = new Map();
  let lost = null;
  let isDone = false;

  function* ancestors(element) {
    for (let each = element; each; each = each.parentElement) yield each;
  }
  const named = (element) => {
    if (!element || element === document.body) return "nothing";
    const words = (element.ariaLabel || element.labels?.[0]?.textContent || element.textContent || element.name || "").trim().replace(/\s+/g, " ").slice(0, 40);
    const classes = [...element.classList].map((name) => `.${name}`).join("");
    return `${element.localName}${element.id && `#${element.id}`}${classes} “${words}”`;
  };
  const say = (fault, element) => faults.push(`${fault}: ${named(element)}`);

  const isClipped = (element) => [...ancestors(element)].some((each) => {
    const style = getComputedStyle(each);
    return style.position === "absolute" && (style.clip !== "auto" || style.clipPath !== "none");
  });
  const isShown = (element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest("[inert]");
  const isScrolled = (element) => element.scrollHeight > element.clientHeight || element.scrollWidth > element.clientWidth;

  /* Of radio buttons of one name one stop: the chosen one, or else the first. */
  const isStop = (element, _, all) => {
    if (element.type !== "radio") return true;
    const group = all.filter((each) => each.type === "radio" && each.name === element.name && each.form === element.form);
    return element === (group.find((each) => each.checked) ?? group[0]);
  };

  const operable = () => [...document.querySelectorAll(OPERABLE)]
    .filter((element) => !element.disabled && isShown(element));

  const atHand = (element) => {
    if (!isClipped(element) && getComputedStyle(element).opacity !== "0") return element;
    return [...(element.labels ?? [])].find((label) => !isClipped(label)) ?? element;
  };

  const frameOf = (element) => [...ancestors(element.parentElement)].find((each) => each !== document.body
    && each.scrollHeight > each.clientHeight && ["auto", "scroll"].includes(getComputedStyle(each).overflowY));

  /* Seen from outside, no further down than the frame in which it is scrolled: what follows that lies
     below. */
  const fromOutside = ({ box, end }) => ({ left: box.left, right: box.right, top: Math.min(box.top, end), bottom: Math.min(box.bottom, end) });

  const place = (element) => {
    const frame = frameOf(element);
    const box = atHand(element).getClientRects()[0] ?? element.getBoundingClientRect();
    return { box, frame, end: frame ? frame.getBoundingClientRect().bottom : Infinity };
  };

  /* Where it lies in the page as long as nothing sticks to an edge. */
  const placed = () => {
    const sticking = [...document.querySelectorAll("*")].filter((each) => getComputedStyle(each).position === "sticky");
    sticking.forEach((each) => each.style.setProperty("position", "static", "important"));
    const all = new Map(expected.map((element) => [element, place(element)]));
    sticking.forEach((each) => each.style.removeProperty("position"));
    return all;
  };

  const pixels = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const painted = (colours) => {
    pixels.clearRect(0, 0, 1, 1);
    colours.forEach((colour) => {
      pixels.fillStyle = colour;
      pixels.fillRect(0, 0, 1, 1);
    });
    return [...pixels.getImageData(0, 0, 1, 1).data].slice(0, 3).map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
  };
  const luminance = ([red, green, blue]) => 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  const contrast = (one, other) => {
    const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
    return (light + 0.05) / (dark + 0.05);
  };
  const ground = (element) => {
    const colours = [...ancestors(element)].map((each) => getComputedStyle(each).backgroundColor);
    return painted(["white", ...colours.reverse()]);
  };

  const around = (element) => [element, ...(element.labels ?? []), element.parentElement, element.parentElement?.parentElement].filter(Boolean);
  const outline = (element, part) => {
    const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(element, part);
    return [outlineStyle, outlineWidth, outlineColor].join(" ");
  };
  const unfocused = () => new Map(expected.flatMap(around).map((each) => [each, { itself: outline(each), "::after": outline(each, "::after") }]));

  /* About it, its label or what encloses it, a line of two pixels on the ground it stands on. */
  const hasRing = (element) => {
    const drawn = around(element).filter((each) => !isClipped(each)).flatMap((each) => [[each], [each, "::after"]]);
    return drawn.some(([each, part]) => {
      const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(each, part);
      if (outlineStyle === "none" || parseFloat(outlineWidth) < RING) return false;
      if (outline(each, part) === outlines.get(each)?.[part ?? "itself"]) return false;
      const behind = ground(each.parentElement ?? each);
      return contrast(painted(["white", outlineColor]), behind) >= CONTRAST;
    });
  };

  const look = (element) => {
    const seen = atHand(element);
    if (isClipped(seen)) return say("cannot be seen", element);
    const box = seen.getClientRects()[0] ?? seen.getBoundingClientRect();
    const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
    const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
    if (right - left < 1 || bottom - top < 1) return say("is off the screen", element);
    const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    const isHit = hit && (seen.contains(hit) || hit.contains(seen) || hit.closest("label")?.control === element);
    if (!isHit) return say(`is covered by ${named(hit)}`, element);
    if (!hasRing(element)) say("shows no ring", element);
  };

  /* Back against the direction of reading, other than to the next column's head. */
  const isBack = (from, to) => {
    const isRightToLeft = document.dir === "rtl";
    const isBehind = isRightToLeft ? to.left >= from.right - NEAR : to.right <= from.left + NEAR;
    const isBeyond = isRightToLeft ? to.right <= from.left + NEAR : to.left >= from.right - NEAR;
    const isAbove = to.bottom <= from.top + NEAR;
    const isBeside = to.top < from.bottom - NEAR && from.top < to.bottom - NEAR;
    return (isAbove && !isBeyond) || (isBeside && isBehind);
  };
  const isPlacedBack = (from, to) => from.frame === to.frame ? isBack(from.box, to.box) : isBack(fromOutside(from), fromOutside(to));

  document.addEventListener("blur", ({ target, relatedTarget }) => {
    lost = relatedTarget ? null : target;
  }, true);

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Tab" || event.shiftKey || isDone) return;
    const element = document.activeElement;
    if (element === document.body) {
      // The browser goes on from where it was.
      if (lost && !lost.isConnected) say("is taken away with the focus", lost);
      else isDone = walked.length > 0;
      lost = null;
      return;
    }
    // A date has a stop for each of its parts.
    if (walked.at(-1) === element) return;
    if (walked.length && element === walked[0]) {
      isDone = true;
      return;
    }
    walked.push(element);
    look(element);
  }, true);

  const openers = () => operable().filter((each) => each.matches("summary, [aria-expanded]:not(input)"));
  const isOverThePage = (element) => [element, ...element.children]
    .some((each) => ["absolute", "fixed"].includes(getComputedStyle(each).position));

  window.keyboardWalk = {
    /* What opens something: the kind of each. */
    openers: () => openers().map((each) => [each.parentElement, each]
      .map(({ localName, className }) => `${localName}.${className.replace(/ /g, ".")}`).join(" > ")),
    focusOpener(place) {
      this.opener = openers()[place];
      this.opener.focus();
    },
    /* Whether what it opens is there, and lies over the page. */
    isOver() {
      const details = this.opener.matches("summary") && this.opener.parentElement;
      if (details) return details.open && [...details.children].some((each) => each !== this.opener && isOverThePage(each));
      if (this.opener.ariaExpanded !== "true") return false;
      const opened = document.querySelector(".select2-container--open .select2-dropdown") ?? document.getElementById(this.opener.getAttribute("aria-controls"));
      return Boolean(opened) && isShown(opened) && (isOverThePage(opened) || isOverThePage(opened.parentElement));
    },
    isBackAt() {
      return document.activeElement === this.opener;
    },
    begin() {
      [walked, faults, isDone] = [[], [], false];
      document.activeElement.blur();
      scrollTo({ top: 0, left: 0, behavior: "instant" });
      const all = operable();
      all.filter((each) => each.tabIndex > 0).forEach((each) => say("comes before its turn", each));
      all.filter((each) => each.tabIndex < 0 && each.matches("a, button, input, select, textarea, summary"))
        .filter((each) => !each.closest(`[aria-hidden=true], ${PARTS_OF_ONE}`) && !isClipped(each))
        .forEach((each) => say("is left out", each));
      expected = all.filter((each) => each.tabIndex >= 0).filter(isStop);
      places = placed();
      outlines = unfocused();
      [...document.body.querySelectorAll("*")]
        .filter((each) => getComputedStyle(each).cursor === "pointer" && isShown(each))
        .filter((each) => getComputedStyle(each.parentElement).cursor !== "pointer")
        .filter((each) => !each.closest(`${OPERABLE}, label, ${PARTS_OF_ONE}`) && !each.querySelector(OPERABLE))
        .forEach((each) => say("can only be pressed", each));
      const dates = expected.filter((each) => ["date", "time", "datetime-local"].includes(each.type));
      expected[0]?.focus();
      return expected.length + 6 * dates.length + 3;
    },
    isDone: () => isDone,
    end() {
      if (!isDone) say("does not let go", document.activeElement);
      const visited = new Set(walked);
      if (isDone) expected.filter((each) => each.isConnected && !visited.has(each)).forEach((each) => say("is not reached", each));
      walked.filter((each, place) => walked.indexOf(each) !== place).forEach((each) => say("is reached twice", each));
      walked.filter((each) => !expected.includes(each) && !isScrolled(each) && !each.matches(OPERABLE)).forEach((each) => say("is reached and not operated", each));
      // What was replaced meanwhile stands nowhere, neither before nor after the next.
      const stops = walked.filter((each) => places.has(each) && each.isConnected);
      stops.slice(1).forEach((element, place) => {
        const former = stops[place];
        if (former.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_PRECEDING) say(`comes after ${named(former)}`, element);
        else if (isPlacedBack(places.get(former), places.get(element))) say(`jumps back from ${named(former)}`, element);
      });
      return [...new Set(faults)];
    },
  };
})();
