"""A web process without its server: opens pages, and says what it has loaded for them.

Reads JSON from its standard input, `cookies` and `paths`; writes the status of each page, that of
each form of a record that was sent as it stood, and the names of all modules that were imported
meanwhile, Python's own left out, and whether what lays badges out is there at all.
"""

import json
import sys


def main() -> None:
    import conference.wsgi  # noqa: F401  # what the web server loads
    from tests.admin_pages import sendings
    from tests.tabs import Tab

    asked = json.load(sys.stdin)
    tab = Tab(cookies=asked["cookies"])
    before = set(sys.modules)
    pages = {path: tab.get(path) for path in asked["paths"]}
    statuses = {path: page.status for path, page in pages.items()}
    for path, page in pages.items():
        for sent in sendings(path, page.body) if path.endswith("/change/") else []:
            statuses[str(sent)] = tab.post(sent.path, dict(sent.form or ())).status
    standard = sys.stdlib_module_names
    loaded = {name for name in sys.modules if name.partition(".")[0] not in standard} - before
    draws = "weasyprint" in sys.modules
    json.dump({"statuses": statuses, "loaded": sorted(loaded), "draws": draws}, sys.stdout)


if __name__ == "__main__":
    main()
