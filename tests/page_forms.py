"""Reading the forms of a page the way a browser would send them back."""

from html.parser import HTMLParser


class FormReader(HTMLParser):
    """The values of one form, by its id."""

    def __init__(self, form_id: str) -> None:
        super().__init__()
        self.form_id = form_id
        self.is_inside = False
        self.values: dict[str, list[str]] = {}
        self.select = ""
        self.textarea = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value if value is not None else "" for name, value in attrs}
        if tag == "form":
            self.is_inside = found.get("id") == self.form_id
        if not self.is_inside:
            return
        name = found.get("name", "")
        if tag == "input" and name:
            self.read_input(name, found)
        elif tag == "select":
            self.select = name
            if "multiple" not in found:
                self.values[name] = [""]
        elif tag == "option" and self.select and "selected" in found:
            self.values[self.select] = [found.get("value", "")]
        elif tag == "textarea":
            self.textarea = name
            self.values[name] = [""]

    def read_input(self, name: str, found: dict[str, str]) -> None:
        kind = found.get("type", "text")
        if kind in {"submit", "button", "file"}:
            return
        if kind in {"checkbox", "radio"}:
            if "checked" in found:
                self.values.setdefault(name, []).append(found.get("value", "on"))
            return
        self.values.setdefault(name, []).append(found.get("value", ""))

    def handle_data(self, data: str) -> None:
        if self.textarea:
            self.values[self.textarea][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self.select = ""
        elif tag == "textarea":
            # A browser leaves out the line end that follows the opening tag.
            self.values[self.textarea][0] = self.values[self.textarea][0].removeprefix("\n")
            self.textarea = ""
        elif tag == "form":
            self.is_inside = False


def form_values(page: str, form_id: str) -> dict[str, list[str]]:
    """What the browser would post if nothing were touched; empty when there is no such form."""
    reader = FormReader(form_id)
    reader.feed(page)
    return reader.values
