"use strict";

/* A chosen picture is shown at once as the badge will cut it. Without this script the form asks the
   server to do the same; what cannot be read here is refused there, in words. */
(() => {
  const LARGEST = 280;
  const numbers = (text) => text.split(" ").map(Number);

  /* The sides of what a frame shows of a picture. */
  const shown = (width, height, frame) => [
    Math.min(width, (height * frame[0]) / frame[1]),
    Math.min(height, (width * frame[1]) / frame[0]),
  ];

  /* Drawn, not linked: the page's policy lets no picture in from elsewhere. */
  const drawn = (picture, frame, label) => {
    const scale = Math.min(1, LARGEST / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", label);
    const [width, height] = shown(canvas.width, canvas.height, frame);
    const crop = [(canvas.width - width) / 2, (canvas.height - height) / 2, width, height];
    const pen = canvas.getContext("2d");
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    pen.fillStyle = "rgb(16 22 31 / 65%)";
    pen.beginPath();
    pen.rect(0, 0, canvas.width, canvas.height);
    pen.rect(...crop);
    pen.fill("evenodd");
    pen.strokeStyle = "white";
    pen.strokeRect(...crop);
    return canvas;
  };

  /* As the server reckons, see conference/files/framing.py. */
  const warning = (picture, { frame, most, longest, sharp, warning: words }) => {
    const sides = [picture.width, picture.height];
    const filling = Math.max(...numbers(most).map((pixels, side) => pixels / sides[side]));
    const scale = Math.min(1, filling, Number(longest) / Math.max(...sides));
    const kept = sides.map((side) => Math.max(1, Math.round(side * scale)));
    if (numbers(sharp).every((least, side) => kept[side] >= least)) return "";
    const [width, height] = shown(...kept, numbers(frame)).map(Math.round);
    return words.replace("{width}", width).replace("{height}", height);
  };

  const show = async (input, figure) => {
    figure.querySelectorAll("svg, canvas").forEach((shown) => shown.remove());
    figure.hidden = true;
    const [file] = input.files;
    if (!file) return;
    let picture;
    try {
      picture = await createImageBitmap(file);
    } catch {
      return;
    }
    if (input.files[0] !== file) return;
    figure.prepend(drawn(picture, numbers(figure.dataset.frame), figure.dataset.label));
    figure.querySelector(".picture-warning").textContent = warning(picture, figure.dataset);
    figure.hidden = false;
  };

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-picture]").forEach((place) => {
      const input = place.querySelector('input[type="file"]');
      const figure = place.querySelector("[data-crop]");
      place.querySelector("[data-look]").hidden = true;
      input.addEventListener("change", () => show(input, figure));
    });
  });
})();
