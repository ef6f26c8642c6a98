/* A part that htmx brings into the page may show a script that the page did not: its answer says
   which style sheets of fonts go with it (conference/requests/script_fonts.py). */
"use strict";

document.addEventListener("htmx:beforeSwap", (event) => {
  const urls = event.detail.xhr.getResponseHeader("Script-Fonts");
  for (const url of urls ? urls.split(" ") : []) {
    if (document.querySelector(`link[href="${url}"]`)) continue;
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = url;
    document.head.append(link);
  }
});
