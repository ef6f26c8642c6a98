"""What moves on a page after it was first seen."""

import time
from collections.abc import Iterable

from playwright.sync_api import BrowserContext, Page, Route

MOST = 0.01
"""Of what the browser calls layout shift: a line that is set anew in its typeface is a fiftieth."""
SEEN = 0.08
"""So many seconds are enough for a page to be painted before its scripts come."""
LATE = {"script", "fetch", "xhr"}
WATCH = """
    (() => {
      const shifts = [];
      const note = (entries) => {
        for (const { value, hadRecentInput, sources } of entries) {
          const moved = sources.map(({ node }) => node?.id || node?.className || node?.nodeName);
          if (!hadRecentInput) shifts.push([value, moved.join(", ")]);
        }
      };
      const observer = new PerformanceObserver((list) => note(list.getEntries()));
      observer.observe({ type: "layout-shift", buffered: true });
      const painted = () => new Promise((seen) => requestAnimationFrame(seen));
      window.takeShifts = async () => {
        await painted();
        await painted();
        note(observer.takeRecords());
        return shifts;
      };
    })();
"""


def watch_shifts(context: BrowserContext) -> None:
    """Scripts, and what they ask for, come late from now on, as on a slow line; what moves then is
    written down.
    """
    context.add_init_script(WATCH)
    context.route("**/*", come_late)


def come_late(route: Route) -> None:
    """Those of one page are asked for at once, and are held up one after the other."""
    if route.request.resource_type in LATE:
        time.sleep(SEEN)
    route.continue_()


def settle(page: Page) -> None:
    """Until the parts of the page are there that it asks for by itself."""
    if page.locator("[hx-trigger^=load], [data-me]").count():
        page.wait_for_load_state("networkidle")


def shifts(page: Page) -> list[str]:
    """Until now: what moved last is painted before it is told."""
    moved: list[tuple[float, str]] = page.evaluate("takeShifts()")
    total = sum(value for value, _what in moved)
    return [f"moves by {total:.3f}: {[what for _value, what in moved]}"] if total > MOST else []


def what_moves(page: Page, addresses: Iterable[str]) -> list[str]:
    """On a slow line, after it was seen; `watch_shifts` was asked of the page's context."""
    found = []
    for address in addresses:
        page.goto(address)
        settle(page)
        found += [f"{address}: {text}" for text in shifts(page)]
    return found


def what_comes_later(page: Page) -> str:
    """Of pages for which it is the same one is enough to see whether they move."""
    kind: str = page.evaluate(
        """JSON.stringify([
            [...document.scripts].map(({ src }) => src),
            [...document.querySelectorAll("[hx-trigger^=load]")].map(({ id }) => id),
            document.querySelector(".select2-container") !== null,
            document.images.length > 0,
        ])"""
    )
    return kind
