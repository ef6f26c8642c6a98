"""Reading the forms of a page the way a browser would send them back."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class PageForm:
    """`values` is what would be sent if nothing were touched; `texts` where one can type, `offers`
    what can be chosen or ticked, `buttons` names and values of what sends it, `files` where one
    can be chosen.
    """

    form_id: str
    method: str
    action: str
    values: dict[str, list[str]] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    offers: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)


class FormReader(HTMLParser):
    """Every form of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[PageForm] = []
        self.form: PageForm | None = None
        self.select = ""
        self.textarea = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value if value is not None else "" for name, value in attrs}
        if tag == "form":
            method, action = found.get("method", "get"), found.get("action", "")
            self.form = PageForm(found.get("id", ""), method.lower(), action)
            self.forms.append(self.form)
        if self.form is None:
            return
        name = found.get("name", "")
        if tag == "input" and name:
            self.read_input(self.form, name, found)
        elif tag == "select":
            self.select = name
            if "multiple" not in found:
                self.form.values[name] = [""]
        elif tag == "option" and self.select:
            self.form.offers.setdefault(self.select, []).append(found.get("value", ""))
            if "selected" in found:
                self.form.values[self.select] = [found.get("value", "")]
        elif tag == "button" and name:
            self.form.buttons.append((name, found.get("value", "")))
        elif tag == "textarea":
            self.textarea = name
            self.form.values[name] = [""]
            self.form.texts.append(name)

    def read_input(self, form: PageForm, name: str, found: dict[str, str]) -> None:
        kind = found.get("type", "text")
        if kind == "submit":
            form.buttons.append((name, found.get("value", "")))
            return
        if kind == "file":
            form.files.append(name)
            return
        if kind in {"checkbox", "radio"}:
            form.offers.setdefault(name, []).append(found.get("value", "on"))
            if "checked" in found:
                form.values.setdefault(name, []).append(found.get("value", "on"))
            return
        form.values.setdefault(name, []).append(found.get("value", ""))
        if kind == "text":
            form.texts.append(name)

    def handle_data(self, data: str) -> None:
        if self.textarea and self.form:
            self.form.values[self.textarea][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self.select = ""
        elif tag == "textarea" and self.form:
            # A browser leaves out the line end that follows the opening tag.
            first = self.form.values[self.textarea][0]
            self.form.values[self.textarea][0] = first.removeprefix("\n")
            self.textarea = ""
        elif tag == "form":
            self.form = None


def forms_of(page: str) -> list[PageForm]:
    reader = FormReader()
    reader.feed(page)
    return reader.forms


def form_values(page: str, form_id: str) -> dict[str, list[str]]:
    """What the browser would post if nothing were touched; empty when there is no such form."""
    found = [form.values for form in forms_of(page) if form.form_id == form_id]
    return found[0] if found else {}
