"use strict";

/* A chosen picture is shown at once under a frame of the badge's shape, which can be moved and made
   smaller; what is within it is sent as shares of the picture's sides, and cut by the server. Without
   this script the middle is kept, and the form asks the server to show it; so it is with what cannot
   be read here. */
(() => {
  const HIGHEST = 320;
  const STEP = 0.02;
  const LEAST = 0.2;
  const numbers = (text) => text.split(" ").map(Number);
  const element = (name, attributes = {}, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  };

  let loading;
  const library = (address) => {
    loading ??= new Promise((done, failed) => {
      const script = element("script", { src: address });
      script.addEventListener("load", done);
      script.addEventListener("error", failed);
      document.head.append(script);
    }).then(() => customElements.whenDefined("cropper-selection"));
    loading.catch(() => { loading = undefined; });
    return loading;
  };

  /* Drawn, not linked: the page's policy lets no picture in from elsewhere. */
  const drawn = (picture, scale) => {
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale * 2);
    canvas.height = Math.round(picture.height * scale * 2);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    return canvas.toDataURL("image/jpeg", 0.9);
  };

  /* As the server reckons, see conference/files/framing.py. */
  const warning = (sides, { most, longest, sharp, warning: words }) => {
    const filling = Math.max(...numbers(most).map((pixels, side) => pixels / sides[side]));
    const scale = Math.min(1, filling, Number(longest) / Math.max(...sides));
    const kept = sides.map((side) => Math.max(1, Math.round(side * scale)));
    if (numbers(sharp).every((least, side) => kept[side] >= least)) return "";
    return words.replace("{width}", kept[0]).replace("{height}", kept[1]);
  };

  const corners = ["nw-resize", "ne-resize", "sw-resize", "se-resize"];
  const selectionOf = (ratio) => element(
    "cropper-selection",
    { "aspect-ratio": ratio, "initial-coverage": 1, movable: "", resizable: "", outlined: "" },
    element("span", { class: "picture-head", "aria-hidden": "true" }),
    element("cropper-handle", { action: "move", plain: "" }),
    ...corners.map((action) => element("cropper-handle", { action, "theme-color": "white" })),
  );

  /* By keys: arrows move the frame, + and - make it larger and smaller. */
  const followKeys = (stage, selection, width, height) => {
    const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const within = (value, most) => Math.min(Math.max(value, 0), most);
    const change = (left, top, wide, high) =>
      selection.$change(within(left, width - wide), within(top, height - high), wide, high);
    stage.addEventListener("keydown", (event) => {
      const { x, y, width: wide, height: high } = selection;
      const step = Math.max(1, STEP * Math.min(width, height)) * (event.shiftKey ? 5 : 1);
      if (event.key in moves) {
        const [across, down] = moves[event.key];
        change(x + across * step, y + down * step, wide, high);
      } else if (["+", "=", "-"].includes(event.key)) {
        const ratio = wide / high;
        const wanted = wide + (event.key === "-" ? -step : step);
        const smallest = LEAST * Math.min(width, height * ratio);
        const kept = Math.min(Math.max(wanted, smallest), width, height * ratio);
        change(x + (wide - kept) / 2, y + (high - kept / ratio) / 2, kept, kept / ratio);
      } else {
        return;
      }
      event.preventDefault();
    });
  };

  const show = async (input, figure, field) => {
    figure.querySelectorAll("svg, [data-stage]").forEach((shown) => shown.remove());
    figure.hidden = true;
    field.value = "";
    const [file] = input.files;
    const look = figure.parentElement.querySelector("[data-look]");
    look.hidden = true;
    if (!file) return;
    let picture;
    try {
      [picture] = await Promise.all([createImageBitmap(file), library(figure.dataset.library)]);
    } catch {
      look.hidden = false;
      return;
    }
    if (input.files[0] !== file) return;
    figure.hidden = false;
    const room = Math.min(figure.clientWidth || HIGHEST, 1.5 * HIGHEST);
    const scale = Math.min(HIGHEST / picture.height, room / picture.width);
    const [width, height] = [picture.width, picture.height].map((side) => Math.round(side * scale));
    const [across, down] = numbers(figure.dataset.frame);
    const selection = selectionOf(across / down);
    const canvas = element(
      "cropper-canvas",
      {},
      element("cropper-image", { src: drawn(picture, scale), alt: "" }),
      element("cropper-shade"),
      selection,
    );
    const stage = element(
      "div",
      { "data-stage": "", tabindex: 0, role: "group", "aria-label": figure.dataset.label, dir: "ltr" },
      canvas,
    );
    for (const each of [stage, canvas]) {
      each.style.inlineSize = `${width}px`;
      each.style.blockSize = `${height}px`;
    }
    const note = ({ x, y, width: wide, height: high }) => {
      const inside = [x / width, y / height, wide / width, high / height];
      const [left, top] = inside.map((share) => Math.min(Math.max(share, 0), 1));
      const shares = [left, top, Math.min(inside[2], 1 - left), Math.min(inside[3], 1 - top)];
      field.value = shares.map((share) => share.toFixed(4)).join(" ");
      const sides = [shares[2] * picture.width, shares[3] * picture.height];
      figure.querySelector(".picture-warning").textContent = warning(sides, figure.dataset);
      field.dispatchEvent(new Event("input", { bubbles: true }));
    };
    selection.addEventListener("change", (event) => {
      const { x, y, width: wide, height: high } = event.detail;
      const isOutside = x < -1 || y < -1 || x + wide > width + 1 || y + high > height + 1;
      if (isOutside || wide < LEAST * Math.min(width, height) * 0.9) event.preventDefault();
      else note(event.detail);
    });
    followKeys(stage, selection, width, height);
    figure.prepend(stage);
  };

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-picture]").forEach((place) => {
      const input = place.querySelector('input[type="file"]');
      const figure = place.querySelector("[data-crop]");
      const field = place.querySelector("[data-crop-shares]");
      place.querySelector("[data-look]").hidden = true;
      input.addEventListener("change", () => {
        /* What was wrong with another picture is not said of this one. */
        document.getElementById(`${input.id}_error`)?.remove();
        show(input, figure, field);
      });
    });
  });
})();
