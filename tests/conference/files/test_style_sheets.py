"""Style sheets in parts, as they are collected: whole, in order, each part in one place."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command

from conference import embedded
from conference import settings as project

FOLDER = embedded.ROOT / "static/css"
PART = re.compile(r'@import "(.+)";\n')
MADE_OF_PARTS = sorted(path.name for path in FOLDER.glob("*.css") if PART.search(path.read_text()))
# It stands alone where somebody signs in, and within the admin.
TWICE = "account.css"


@pytest.fixture
def collected(settings: Any, tmp_path: Path) -> Path:
    settings.STATIC_ROOT = tmp_path
    settings.STATICFILES_DIRS = [embedded.ROOT / "static"]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STORAGES = {**settings.STORAGES, "staticfiles": project.STORAGES["staticfiles"]}
    call_command("collectstatic", interactive=False, verbosity=0)
    return tmp_path


def sheets() -> list[Path]:
    return sorted(FOLDER.rglob("*.css"))


def parts_of(sheet: str) -> list[str]:
    return PART.findall((FOLDER / sheet).read_text())


@pytest.mark.parametrize("sheet", MADE_OF_PARTS)
def test_goes_out_as_one_file_with_its_parts_in_order(sheet: str, collected: Path) -> None:
    heading = (FOLDER / sheet).read_text().partition("@import")[0]
    parts = [(FOLDER / part).read_text() for part in parts_of(sheet)]
    name = staticfiles_storage.stored_name(f"css/{sheet}")

    assert name != f"css/{sheet}"
    assert (collected / name).read_text() == heading + "".join(f"{part}\n" for part in parts)


def test_every_part_stands_in_one_sheet() -> None:
    named = [part for sheet in MADE_OF_PARTS for part in parts_of(sheet)]
    parts = [str(path.relative_to(FOLDER)) for path in FOLDER.glob("*/**/*.css")]

    assert sorted(part for part in named if "/" in part) == sorted(parts)
    assert {part for part in named if "/" not in part} == {"tokens.css", TWICE}


def test_a_part_is_read_at_one_go() -> None:
    lines = {str(path.relative_to(FOLDER)): path.read_text().count("\n") for path in sheets()}

    assert {name: count for name, count in lines.items() if count > 350} == {}


def test_addresses_in_a_sheet_are_not_relative() -> None:
    """Its text moves into a sheet of another folder."""
    assert [path.name for path in sheets() if "url(" in path.read_text()] == []
