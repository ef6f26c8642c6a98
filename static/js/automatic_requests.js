"use strict";

/* What a part of a page asks for by itself, because it waits for something, says so: it keeps nobody
   signed in who has left the screen. htmx gives the event of whatever somebody did, and none of its
   own timers. */
document.addEventListener("htmx:configRequest", (event) => {
  const { headers, triggeringEvent } = event.detail;
  if (!triggeringEvent) headers["X-Automatic"] = "1";
});
