"use strict";

/* A chosen picture is shown at once as the badge will cut it. Without this script the form asks the
   server to do the same; what cannot be read here is refused there, in words. */
(() => {
  const LARGEST = 280;
  const numbers = (text) => text.split(" ").map(Number);

  /* Drawn, not linked: the page's policy lets no picture in from elsewhere. */
  const drawn = (picture, frame, label) => {
    const scale = Math.min(1, LARGEST / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", label);
    const width = Math.min(canvas.width, (canvas.height * frame[0]) / frame[1]);
    const height = Math.min(canvas.height, (canvas.width * frame[1]) / frame[0]);
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

  const warning = (picture, { most, sharp, warning: words }) => {
    const [width, height] = numbers(most);
    const scale = Math.min(1, width / picture.width, height / picture.height);
    const kept = [Math.round(picture.width * scale), Math.round(picture.height * scale)];
    if (numbers(sharp).every((least, side) => kept[side] >= least)) return "";
    return words.replace("{width}", kept[0]).replace("{height}", kept[1]);
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
