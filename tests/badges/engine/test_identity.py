"""The word of the engine changes with everything that could draw a badge otherwise."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import weasyprint
from pytest_django import Settings

from badges.engine import identity
from badges.engine.identity import SOURCES, digest_of_sources, engine, installed
from conference.pdf import fonts


@pytest.fixture(autouse=True)
def _asked_anew() -> Iterator[None]:
    forget()
    yield
    forget()


def forget() -> None:
    engine.cache_clear()
    installed.cache_clear()
    fonts.digest.cache_clear()


def copies(folder: Path) -> list[Path]:
    """Of all sources that decide how a badge looks."""
    found = []
    for place in SOURCES:
        copy = folder / place.name
        shutil.copytree(place, copy) if place.is_dir() else shutil.copy(place, copy)
        found.append(copy)
    return found


@pytest.mark.parametrize(
    "source", ["engine/stamps/operators.py", "engine/layout/fit.py", "pdf/shaping.py"]
)
def test_a_changed_source_is_another_engine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str
) -> None:
    monkeypatch.setattr(identity, "SOURCES", copies(tmp_path))
    before = engine()
    assert digest_of_sources(SOURCES) in before

    with (tmp_path / source).open("a") as file:
        file.write("\n# Another line.\n")
    forget()

    assert engine() != before


def test_a_changed_font_is_another_engine(tmp_path: Path, settings: Settings) -> None:
    before = engine()
    for font in settings.FONTS_DIR.glob("*.ttf"):
        (tmp_path / font.name).symlink_to(font)
    settings.FONTS_DIR = tmp_path
    forget()
    assert engine() == before

    font = next(tmp_path.glob("*.ttf"))
    content = font.read_bytes()
    font.unlink()
    font.write_bytes(content + b"\0")
    forget()

    assert engine() != before


def test_another_version_of_a_library_is_another_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    before = engine()

    monkeypatch.setattr(weasyprint, "__version__", "70.99")
    forget()

    assert engine() != before
