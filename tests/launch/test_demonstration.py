"""When the demonstration is filled in, left out and begun anew. No server runs here."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from conference import embedded
from launch import demonstration, stamps, system
from launch.errors import LaunchError

TODAY = dt.date(2026, 11, 26)
OPENED = (
    "The Rabat Dialogue, filled in to open tomorrow, opened on 27 November 2026. Stop Dais, then"
    " `make demo-reset` and `make run`: a fresh one opens tomorrow."
)
ALL = demonstration.conferences()


@pytest.fixture(autouse=True)
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """With a database that nobody has started."""
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    for name in ("DATABASE_URL", "EMPTY"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres/PG_VERSION").write_text("17\n")
    return tmp_path


def filled(today: dt.date = TODAY) -> int:
    """How often a start seeds."""
    seeded: list[None] = []
    demonstration.fill(lambda: seeded.append(None), today=today)
    return len(seeded)


def test_demonstration_is_filled_in_once() -> None:
    assert [filled(), filled(), demonstration.said()] == [1, 0, [ALL, "2026-11-26"]]


def test_database_of_an_earlier_version_gets_what_it_has_not(var: Path) -> None:
    stamps.write(var / "demonstration.stamp", demonstration.cluster_identity())

    assert [filled(), filled()] == [1, 0]


@pytest.mark.parametrize(
    ("former", "opened_on"),
    [(ALL, "2026-11-24"), ("dushanbe_2018_delegations dushanbe_2022_delegations", "2026-11-26")],
)
def test_conference_that_comes_later_leaves_the_day_on_which_rabat_was_filled_in(
    var: Path, monkeypatch: pytest.MonkeyPatch, former: str, opened_on: str
) -> None:
    lines = f"{demonstration.cluster_identity()}\n{former}\n2026-11-24"
    stamps.write(var / "demonstration.stamp", lines)
    brought = f"{ALL} tunis_2030_delegations"
    monkeypatch.setattr(demonstration, "conferences", lambda: brought)

    assert [filled(), demonstration.said()] == [1, [brought, opened_on]]


def test_another_database_is_filled_in_anew(var: Path) -> None:
    filled()
    (var / "postgres/PG_VERSION").unlink()
    (var / "postgres/PG_VERSION").write_text("18\n")

    assert filled() == 1


def test_empty_system_stays_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMPTY", "1")
    first = filled()
    monkeypatch.delenv("EMPTY")

    assert [first, filled(), demonstration.is_left_out()] == [0, 0, True]


def test_empty_system_says_how_its_administrator_is_made(
    var: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("EMPTY", "1")
    filled()

    demonstration.tell("http://localhost:8000/", today=TODAY)

    assert capsys.readouterr().out.splitlines() == [
        "There is no demonstration here. Make the first administrator in another terminal:",
        f"  VAR_DIR={var} .venv/bin/python manage.py createsuperuser",
        "and sign in at http://localhost:8000/admin/",
    ]


@pytest.mark.parametrize("lines", ["", f"\n{ALL}\n2026-11-26"])
def test_start_that_is_to_be_empty_takes_no_demonstration_away(
    var: Path, monkeypatch: pytest.MonkeyPatch, lines: str
) -> None:
    stamps.write(var / "demonstration.stamp", f"{demonstration.cluster_identity()}{lines}")
    monkeypatch.setenv("EMPTY", "1")

    with pytest.raises(LaunchError, match=f"The demonstration is in {var} already"):
        demonstration.refuse_to_empty()


def test_everybody_who_may_sign_in_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    filled()
    passwords = embedded.demo_passwords()
    capsys.readouterr()

    demonstration.tell("http://localhost:8000/", today=TODAY)

    told = capsys.readouterr().out.splitlines()
    people = [line for line in told if line.startswith("  ")]
    assert [line.split()[:2] for line in people] == [list(each) for each in passwords.items()]
    assert [line.split("   ")[-1] for line in people] == [
        f"{one.name} {one.does}" for one in embedded.SIGN_INS.values()
    ]
    assert told[1] == "At http://localhost:8000/admin/"
    assert told[-3] == "At http://localhost:8000/en/registration/"
    assert told[-2].split()[0] == "focalpoint@dais.example"


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (0, "The Rabat Dialogue opens tomorrow: begin there."),
        (
            1,
            OPENED,
        ),
    ],
)
def test_demonstration_of_another_day_says_how_to_begin_anew(days: int, said: str) -> None:
    filled()

    assert demonstration.age(TODAY + dt.timedelta(days=days)) == said


def entered(var: Path) -> None:
    filled()
    stamps.write(var / "badges.stamp", "of this database")
    for name in ("badges-2018.pdf", "secret-key", "files/photo.jpg", "mail/letter.log"):
        (var / name).parent.mkdir(exist_ok=True)
        (var / name).write_text("something")


def below(var: Path) -> list[str]:
    return sorted(str(path.relative_to(var)) for path in var.rglob("*") if path.is_file())


@pytest.mark.parametrize("answer", ["yes", " Yes "])
def test_reset_leaves_nothing_that_was_entered(var: Path, answer: str) -> None:
    entered(var)

    demonstration.reset(lambda _question: answer)

    assert below(var) == ["secret-key"]


def test_reset_takes_nothing_from_a_system_without_a_demonstration(
    var: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is in it was entered by people who work with it."""
    monkeypatch.setenv("EMPTY", "1")
    entered(var)
    monkeypatch.delenv("EMPTY")
    before = below(var)

    with pytest.raises(LaunchError, match="There is no demonstration in"):
        demonstration.reset(lambda _question: "yes")

    assert below(var) == before


def nobody_answers(_question: str) -> str:
    raise EOFError


@pytest.mark.parametrize("answer", [lambda _question: "", lambda _question: "no", nobody_answers])
def test_reset_that_is_not_meant_changes_nothing(var: Path, answer: Callable[[str], str]) -> None:
    entered(var)
    before = below(var)

    with pytest.raises(LaunchError, match="Nothing was changed"):
        demonstration.reset(answer)

    assert below(var) == before


def test_reset_refuses_a_database_of_somebodys_own(
    var: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entered(var)
    before = below(var)
    monkeypatch.setenv("DATABASE_URL", "postgresql://dais@database.example/dais")

    with pytest.raises(LaunchError, match="DATABASE_URL names another"):
        system.reset()

    assert below(var) == before


def test_reset_waits_for_no_running_system(var: Path) -> None:
    with system.alone_in_folder(), pytest.raises(LaunchError, match="Dais is running already"):
        system.reset()
