"""The demonstration in the embedded database: filled in once, left out, or begun anew."""

import datetime as dt
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from conference import embedded
from launch import stamps
from launch.commands import say, step
from launch.errors import LaunchError

LEFT_OUT = "left out"
OPENS_TOMORROW = "rabat_dialogue_delegations"
# What is gone after a reset, besides the database: the rest is no data. Mails lay in files once.
FOLDERS = ("files", "mail", "published", "unfinished")
DONE_ALREADY = ("demonstration.stamp", "badges.stamp")
WARNING = """This deletes all that was entered in {var}: the database, photos, letters, badges and
mails. It cannot be undone. The sign-ins of the demonstration keep their passwords."""


# Of Rabat, where tomorrow's conference is. A bare system may know no zones by name.
ZONE = dt.timezone(dt.timedelta(hours=1))


def today() -> dt.date:
    return dt.datetime.now(ZONE).date()


def stamp() -> Path:
    return embedded.var_dir() / "demonstration.stamp"


def cluster_identity() -> str:
    """Another one after somebody has moved var/postgres away, blank where none is there."""
    version = embedded.postgres_data_dir() / "PG_VERSION"
    if os.environ.get("DATABASE_URL") or not version.exists():
        return ""
    made = version.stat()
    return f"{made.st_ino} {made.st_mtime_ns}"


def conferences() -> str:
    """Those that this version brings, and who signs in: one that comes new is added."""
    folder = embedded.ROOT / "conference/site/demonstration"
    editions = sorted(path.stem for path in folder.glob("*_delegations.toml"))
    return " ".join([*editions, *embedded.SIGN_INS])


def said() -> list[str]:
    """Of the present database: which conferences were filled in, or that none were, and when.

    A version that brought two conferences wrote no more than which database it was.
    """
    lines = stamp().read_text().split("\n") if stamp().exists() else []
    return lines[1:] if lines and lines[0] and lines[0] == cluster_identity() else []


def is_left_out() -> bool:
    return said()[:1] == [LEFT_OUT]


def is_there() -> bool:
    lines = stamp().read_text().split("\n") if stamp().exists() else []
    return bool(lines) and lines[0] == cluster_identity() and not is_left_out()


def is_to_be_left_out() -> bool:
    return os.environ.get("EMPTY", "") not in ("", "0")


def refuse_to_empty() -> None:
    """Raises LaunchError: what is there is not taken away by a start."""
    if is_to_be_left_out() and is_there():
        raise LaunchError(
            f"The demonstration is in {embedded.var_dir()} already. An empty system beside it:"
            " VAR_DIR=/another/folder make run EMPTY=1"
        )


def fill(seed: Callable[[], None], *, today: dt.date) -> None:
    """Once for each database, and again when a later version brings another conference."""
    if is_left_out() or said()[:1] == [conferences()]:
        return
    if is_to_be_left_out():
        stamps.write(stamp(), f"{cluster_identity()}\n{LEFT_OUT}")
        return
    step("Filling in the demonstration: three conferences, one of which opens tomorrow")
    former = said()
    seed()
    filled_on = former[1] if is_rabat_among(former) else today.isoformat()
    stamps.write(stamp(), f"{cluster_identity()}\n{conferences()}\n{filled_on}")


def is_rabat_among(former: list[str]) -> bool:
    """Whether the conference that opens tomorrow was there: its day is when that was filled in."""
    return bool(former) and OPENS_TOMORROW in former[0].split()


def tell(address: str, *, today: dt.date) -> None:
    """Who signs in, and how."""
    if is_left_out():
        elsewhere = os.environ.get("VAR_DIR")
        variable = f"VAR_DIR={elsewhere} " if elsewhere else ""
        say("There is no demonstration here. Make the first administrator in another terminal:")
        say(f"  {variable}.venv/bin/python manage.py createsuperuser")
        say(f"and sign in at {address}admin/")
        return
    say("Sign in as one of these. All of them are invented.")
    passwords, door = embedded.demo_passwords(), ""
    for email, one in embedded.SIGN_INS.items():
        if one.door != door:
            say(f"At {address}{one.door}")
        door = one.door
        say(f"  {email:<27} {passwords[email]}   {one.name} {one.does}")
    say(age(today))


def age(today: dt.date) -> str:
    """What to do where the conference that was to open tomorrow has opened."""
    filled_on = dt.date.fromisoformat(said()[1])
    opens_on = filled_on + dt.timedelta(days=1)
    if today < opens_on:
        return "The Rabat Dialogue opens tomorrow: begin there."
    return (
        f"The Rabat Dialogue, filled in to open tomorrow, opened on {opens_on.day}"
        f" {opens_on:%B %Y}. Stop Dais, then `make demo-reset` and `make run`: a fresh one opens"
        " tomorrow."
    )


def reset(answer: Callable[[str], str] = input) -> None:
    """The next start fills in a fresh demonstration, once somebody has said yes.

    Raises LaunchError where a start left it out: people work there with what they have entered.
    """
    var = embedded.var_dir()
    if is_left_out():
        raise LaunchError(f"There is no demonstration in {var}: nothing was changed.")
    say(WARNING.format(var=var))
    try:
        is_meant = answer("Type yes to go on: ").strip().lower() == "yes"
    except EOFError:
        is_meant = False
    if not is_meant:
        raise LaunchError("Nothing was changed.")
    for folder in (embedded.postgres_data_dir(), *(var / name for name in FOLDERS)):
        shutil.rmtree(folder, ignore_errors=not folder.exists())
    for path in (*(var / name for name in DONE_ALREADY), *var.glob("badges-2018*.pdf")):
        path.unlink(missing_ok=True)
    say("`make run` starts with a fresh demonstration.")
