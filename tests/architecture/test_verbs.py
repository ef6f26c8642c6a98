"""Every verb of the audit trail has its words, and every word a verb that something records.

The verbs are read from the source: the second half of an action such as `delegate.approved`, given
to one of the `RECORDERS` of `audit`, to a `PersonalDownload` that records itself, or as a bare
verb to `RecordAdmin.record`.
"""

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from conference.admin.trail.events import VERBS

ROOT = Path(__file__).parents[2]
MODULES = [
    path.relative_to(ROOT)
    for app in ("conference", "delegates", "sessions", "badges")
    for path in sorted((ROOT / app).rglob("*.py"))
    if "migrations" not in path.parts
]
RECORDERS = {"record", "record_many", "record_alike"}
# Where an action or a verb is handed on: whoever hands it in is read instead.
HANDED_ON = {"conference/requests/downloads.py: action", "conference/admin/base.py: verb"}


def recorded() -> Iterator[tuple[Path, ast.expr]]:
    """Every expression that gives an action or a verb, and the module in which it stands."""
    for module in MODULES:
        for node in ast.walk(ast.parse((ROOT / module).read_text())):
            if isinstance(node, ast.Call):
                match node.func:
                    case ast.Attribute(ast.Name("audit"), name) if name in RECORDERS:
                        yield module, node.args[0]
                    case ast.Attribute(ast.Name("self"), "record"):
                        yield module, node.args[1]
                    case ast.Name("PersonalDownload"):
                        yield module, keyword(node, "action")


def keyword(call: ast.Call, name: str) -> ast.expr:
    return next(each.value for each in call.keywords if each.arg == name)


def verbs_of(module: Path, given: ast.expr) -> set[str]:
    """Raises ValueError where only a running program knows."""
    match given:
        case ast.Constant(str(text)):
            return {text.rpartition(".")[2]}
        case ast.IfExp(body=one, orelse=other):
            return verbs_of(module, one) | verbs_of(module, other)
        case ast.JoinedStr(values=[*_, ast.Constant(str(text))]) if "." in text:
            return {text.rpartition(".")[2]}
        case ast.JoinedStr(values=[*_, ast.FormattedValue(value=part)]):
            return verbs_of(module, part)
        case ast.Subscript(value=ast.Name(name)):
            table = getattr(import_module(".".join(module.with_suffix("").parts)), name)
            return {action.rpartition(".")[2] for action in table.values()}
    raise ValueError(f"{module}: {ast.unparse(given)}")


def test_verbs_recorded_are_the_verbs_that_have_words() -> None:
    found: set[str] = set()
    unread = set()
    for module, given in recorded():
        try:
            found |= verbs_of(module, given)
        except ValueError as error:
            unread.add(str(error))

    assert unread == HANDED_ON
    assert found == set(VERBS)


def test_each_form_of_an_action_is_read() -> None:
    services = Path("delegates/services/review/accreditation.py")
    forms = {
        "'delegate.approved'": {"approved"},
        "'badge.copied' if again else 'badge.issued'": {"copied", "issued"},
        "f'{name}.{noun}.changed'": {"changed"},
        'f\'{name}.{"added" if new else "changed"}\'': {"added", "changed"},
        "ACTIONS[accreditation]": {"approved", "rejected", "restored", "returned", "withdrawn"},
    }

    for source, verbs in forms.items():
        assert verbs_of(services, ast.parse(source, mode="eval").body) == verbs
