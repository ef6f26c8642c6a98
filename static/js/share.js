"use strict";

/* The address of the page: given to what the reader's device shares with, else copied, else shown. */
(() => {
  const button = document.querySelector("[data-share]");
  if (!button) return;
  const said = document.querySelector("[data-share-said]");
  const { address: url, shareWord, copied, uncopied } = button.dataset;
  const link = { title: document.querySelector("h1").textContent.trim(), url };
  const isShared = navigator.canShare?.(link) ?? false;

  const copyLink = async () => {
    try {
      await navigator.clipboard.writeText(url);
      said.textContent = copied;
    } catch {
      /* Without TLS there is nothing to copy to. */
      document.querySelector("[data-qr]").open = true;
      said.textContent = uncopied;
    }
  };

  const share = async () => {
    try {
      await navigator.share(link);
    } catch (error) {
      if (error.name !== "AbortError") await copyLink();
    }
  };

  if (isShared) button.textContent = shareWord;
  button.addEventListener("click", isShared ? share : copyLink);
  button.hidden = false;
})();
