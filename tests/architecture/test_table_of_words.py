"""Every string of the interface stands in `docs/words.csv`, and reads as somebody would say it.

After adding or changing a string: `.venv/bin/python -m tests.words`, and read the row it adds.
"""

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.contrib.admin import actions, options
from django.utils import translation

from tests import words

TEMPLATES = [path for path in words.sources() if path.suffix == ".html"]
MODULES = [path for path in words.sources() if path.suffix == ".py"]
SCRIPTS = sorted((words.ROOT / "static/js").glob("*.js"))
SHOWN_ATTRIBUTES = {"alt", "aria-label", "placeholder", "title"}
SAYING = {"description", "empty_label", "help_text", "label", "verbose_name", "verbose_name_plural"}
"""Arguments that a page shows."""

FOR_DEVELOPERS = {
    "What the file looks like, with some of its cells; expires with it.",
    "Who asked for the present step, and in whose name it is done.",
    "iCalendar SEQUENCE: rises with every public change.",
}
"""Help on fields that no form has."""

CLASSES_IN_BLOCKS = re.compile(r"{% block (bodyclass|coltype) %}.*?{% endblock[^%]*%}", re.DOTALL)
SUCCESS = re.compile("successfully", re.IGNORECASE)
CHANGED = (
    "%(count)s %(name)s was changed successfully.",
    "%(count)s %(name)s were changed successfully.",
)
UNITS_AND_NAMES = {"Dais", "pt"}

# Each with what is said instead.
FORBIDDEN = {
    "successfully": "say what is so now: “Saved.”",
    "---------": "say what a blank choice means",
    "! ": "nothing is worth an exclamation mark",
    "please": "say what to do",
    "any more": "no longer",
    "anew": "again",
    "meanwhile": "in the meantime",
    "no longer so": "out of date",
    "not found any": "can no longer be found",
    "passed over": "skipped",
    "so now": "the current details",
    "who may have": "who is entitled to",
    "waits? for the printer": "is waiting to be printed",
    "opens nothing": "is not valid",
    "nobody has said": "not answered",
    "programme(?! officer)": "agenda; the programme is the printed one",
    "the clock of": "local time in",
    "as it stands": "as it is",
    "stays out": "is left out",
}


def test_table_has_a_row_for_each_string_and_no_other() -> None:
    assert words.table() == words.brought_up_to_date(), "run: .venv/bin/python -m tests.words"


def test_strings_are_found_wherever_they_stand() -> None:
    assert {
        ("Agenda", "", "templates/agenda"),
        ("Deputy head", "", "delegates"),
        ("%(count)s badges", words.OTHER, "templates/badges"),
        ("Preparing the database", words.TERMINAL, "launch"),
    } <= {(said.wording, said.context, said.where) for said in words.said()}


@pytest.mark.parametrize("word", FORBIDDEN)
def test_word_that_nobody_should_read_is_nowhere(word: str) -> None:
    forbidden = re.compile(rf"(?<!\w){word}", re.IGNORECASE)
    found = [row.wording for row in words.table() if forbidden.search(row.wording)]

    assert found == [], FORBIDDEN[word]


def test_what_django_says_has_no_such_word_either() -> None:
    """Its admin's messages are worded by our own English catalog."""
    source = Path(options.__file__).read_text() + Path(actions.__file__).read_text()
    messages = {text for text, _form in words.translated(ast.parse(source)) if SUCCESS.search(text)}

    with translation.override("en"):
        said = {translation.gettext(text) for text in messages - {*CHANGED}}
        said |= {translation.ngettext(*CHANGED, number) for number in (1, 2)}

    assert {*CHANGED} < messages
    assert {text for text in said if SUCCESS.search(text)} == set()


class Words(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.texts += [value or "" for name, value in attrs if name in SHOWN_ATTRIBUTES]

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def bare_words(template: Path) -> set[str]:
    """Words of a template outside its tags: neither the table nor a translator sees them."""
    tags = r"{% (blocktranslate|comment)\b.*?{% end\1 %}|{%.*?%}|{{.*?}}|{#.*?#}"
    source = re.sub(CLASSES_IN_BLOCKS, "", template.read_text())
    source = re.sub(tags, " ", source, flags=re.DOTALL)
    texts = re.sub(r"\s+", " ", " ".join(Words(source).texts))
    return set(re.findall(r"[A-Za-z]{2,}", texts)) - UNITS_AND_NAMES


def test_template_says_nothing_past_gettext() -> None:
    found = {str(path): bare_words(path) for path in TEMPLATES}

    assert {path: texts for path, texts in found.items() if texts} == {}


def bare_labels(module: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(module.read_text())):
        if isinstance(node, ast.keyword) and node.arg in SAYING:
            text = words.text_of(node.value)
            if text and text not in FOR_DEVELOPERS:
                yield text


def test_module_labels_nothing_past_gettext() -> None:
    found = {str(path): [*bare_labels(path)] for path in MODULES}

    assert {path: texts for path, texts in found.items() if texts} == {}


def test_script_says_only_what_its_page_hands_it() -> None:
    found = {path.name: words_of_script(path) for path in SCRIPTS}

    assert {name: texts for name, texts in found.items() if texts} == {}


def words_of_script(script: Path) -> list[str]:
    source = re.sub(r"/\*.*?\*/|//[^\n]*", "", script.read_text(), flags=re.DOTALL)
    texts = re.findall(r"""(["'`])((?:(?!\1).)*)\1""", source)
    return [text for _quote, text in texts if re.search(r"^[\w’]+,? [a-z]+ |^[A-Z]\w+ \w+", text)]
