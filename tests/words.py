"""All words that the interface says, and the table in which they are reviewed.

    .venv/bin/python -m tests.words

reads every string of the source that somebody may see and brings `docs/words.csv` up to date: a
string that is new gets a row to be read by whoever writes it, a row that nothing shows any more
goes. `former` is the wording before the review of all of them and stays beside `wording`, which is
what the source says now; it is blank for a string that came later. A conflict between two branches
is settled by taking either side and running this once more.
"""

import ast
import csv
import re
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from django.utils.translation import templatize

ROOT = Path(__file__).parent.parent
TABLE = ROOT / "docs/words.csv"
COLUMNS = ("wording", "former", "context", "where")
OURS = ("badges", "conference", "delegates", "launch", "sessions", "templates")
FUNCTION = re.compile(r"_|n?p?gettext(_lazy|_now)?")
LITERAL = r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\""
CALL_IN_TEMPLATE = re.compile(rf"\b(?:_|n?p?gettext)\((?:[^()'\"]|{LITERAL})*\)", re.DOTALL)
SENTENCE = re.compile(r"(?!ignore:|SELECT ).*[A-Za-z’']{2,}[,:;.]? [(“]?[A-Za-z{]", re.DOTALL)
ONE, OTHER, TERMINAL = "one", "other", "terminal"


@dataclass(frozen=True, order=True)
class Said:
    """`context` is the catalog's, or which form of a plural it is, or where it is read."""

    wording: str
    context: str
    where: str


@dataclass(frozen=True)
class WordsRow:
    wording: str
    former: str
    context: str
    where: str


# What the source says


def sources() -> list[Path]:
    names = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", *OURS],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split("\0")
    paths = (ROOT / name for name in sorted(names) if name and "/migrations/" not in name)
    return [path for path in paths if path.exists()]


def speaks_without_gettext(path: Path) -> bool:
    """Whether what it says goes to a terminal, before Django runs or beside it: in English only."""
    return (
        path.is_relative_to(ROOT / "launch")
        or path.parent.name == "commands"
        or path == ROOT / "conference/checks.py"
    )


def said() -> set[Said]:
    found = set()
    for path in sources():
        where = "/".join(path.relative_to(ROOT).parent.parts[:2])
        found |= {Said(wording, context, where) for wording, context in said_in(path)}
    return found


def said_in(path: Path) -> Iterator[tuple[str, str]]:
    if path.suffix == ".py":
        tree = ast.parse(path.read_text())
        yield from translated(tree)
        if speaks_without_gettext(path):
            yield from ((text, TERMINAL) for text in sentences(tree))
    elif path.suffix in {".html", ".txt"}:
        for call in CALL_IN_TEMPLATE.finditer(templatize(path.read_text())):
            yield from translated(ast.parse(call[0], mode="eval"))


def translated(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """The texts that calls of gettext hold, each with its context."""
    for node in ast.walk(tree):
        name = function_name(node)
        if not isinstance(node, ast.Call) or not FUNCTION.fullmatch(name):
            continue
        texts = [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
        context = texts.pop(0) if "pgettext" in name else ""
        if name.startswith("n"):
            yield from zip(texts, (ONE, OTHER), strict=False)
        else:
            yield from ((text, context) for text in texts[:1])


def function_name(node: ast.AST) -> str:
    function = node.func if isinstance(node, ast.Call) else None
    return getattr(function, "id", getattr(function, "attr", ""))


def sentences(tree: ast.AST) -> Iterator[str]:
    """String literals that read as words: no documentation, no names of members, no patterns."""
    passed = {id(text) for node in ast.walk(tree) for text in unsaid(node)}
    for node in ast.walk(tree):
        if id(node) not in passed and SENTENCE.match(text := text_of(node)):
            yield text


def unsaid(node: ast.AST) -> Iterable[ast.AST]:
    """Literals below a node that nobody is shown, or that are part of one that is."""
    if isinstance(node, ast.JoinedStr):
        return node.values
    if FUNCTION.fullmatch(function_name(node)) or is_enumeration(node):
        return ast.walk(node)
    if isinstance(node, ast.Compare):
        return ast.walk(node)
    return [node.value] if isinstance(node, ast.Expr) else []


def is_enumeration(node: ast.AST) -> bool:
    return isinstance(node, ast.ClassDef) and "Enum" in [ast.unparse(base) for base in node.bases]


def text_of(node: ast.AST) -> str:
    """What a literal says, with `{}` for what it is filled with; blank for other nodes."""
    if isinstance(node, ast.JoinedStr):
        return "".join(text_of(part) or "{}" for part in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


# The table


def table() -> list[WordsRow]:
    with TABLE.open(newline="") as file:
        return [
            WordsRow(**{key: on_lines(row[key]) for key in COLUMNS}) for row in csv.DictReader(file)
        ]


def written(rows: Iterable[WordsRow]) -> None:
    with TABLE.open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows([on_one_line(getattr(row, key)) for key in COLUMNS] for row in rows)


def on_one_line(text: str) -> str:
    return text.replace("\n", "⏎")


def on_lines(text: str) -> str:
    return text.replace("⏎", "\n")


def rows_of(texts: Iterable[Said], *, former: dict[tuple[str, str], str]) -> list[WordsRow]:
    """One row per wording and context, in the order of the wording: branches seldom meet there."""

    def key(text: Said) -> tuple[str, str, str]:
        return text.wording.casefold(), text.wording, text.context

    return [
        WordsRow(
            wording=wording,
            former=former.get((wording, context), ""),
            context=context,
            where=" ".join(sorted({text.where for text in places})),
        )
        for (_folded, wording, context), places in groupby(sorted(texts, key=key), key)
    ]


def brought_up_to_date() -> list[WordsRow]:
    return rows_of(said(), former={(row.wording, row.context): row.former for row in table()})


def main() -> None:
    before = {(row.wording, row.context) for row in table()}
    rows = brought_up_to_date()
    written(rows)
    after = {(row.wording, row.context) for row in rows}
    for mark, changed in (("+", after - before), ("-", before - after)):
        for wording, context in sorted(changed):
            print(mark, on_one_line(wording), f"({context})" if context else "")
    print(f"{len(rows)} strings in {TABLE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
