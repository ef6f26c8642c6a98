"""Many files in one archive, and out of it again."""

import gzip
import io
import json
import zipfile
from pathlib import Path

import brotli
import pytest

from conference.published import archive, packing
from conference.published.archive import MADE_FROM, MANIFEST, FileEntry, PlannedFile, PublicFile
from conference.published.errors import ArchiveError, UnfitError
from conference.published.packing import FormerArchive

PAGE = PublicFile(
    "/en/rabat/agenda/",
    "text/html; charset=utf-8",
    b"<h1>Agenda</h1>" * 200,
    {"Content-Language": "en"},
)
CALENDAR = PublicFile("/en/rabat/agenda.ics", "text/calendar; charset=utf-8", b"BEGIN:VCALENDAR")


def packed(*files: PublicFile) -> tuple[io.BytesIO, str]:
    out = io.BytesIO()
    return out, packing.write(files, out)


def repacked(manifest: bytes, **entries: bytes) -> tuple[io.BytesIO, str]:
    """As somebody would write who can write to the storage, and to the row."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, data in entries.items():
            made.writestr(name, data)
        made.writestr(MADE_FROM, b"{}")
        made.writestr(MANIFEST, manifest)
    out.seek(0)
    return out, archive.digest_of(out)


def test_every_file_comes_out_with_its_compressed_forms_where_they_are_smaller(
    tmp_path: Path,
) -> None:
    archive.unpack(*packed(PAGE, CALENDAR), tmp_path)

    files = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}
    page = tmp_path / "files/en/rabat/agenda/index.html"
    assert files == {
        "manifest.json",
        "files/en/rabat/agenda/index.html",
        "files/en/rabat/agenda/index.html.gz",
        "files/en/rabat/agenda/index.html.br",
        "files/en/rabat/agenda.ics",
    }
    assert page.read_bytes() == PAGE.content
    assert gzip.decompress(page.with_name("index.html.gz").read_bytes()) == PAGE.content
    assert brotli.decompress(page.with_name("index.html.br").read_bytes()) == PAGE.content
    assert page.stat().st_mtime == 0


def test_manifest_says_what_it_takes_to_serve_a_file(tmp_path: Path) -> None:
    archive.unpack(*packed(PAGE, CALENDAR), tmp_path)

    manifest = archive.manifest_in(tmp_path)

    assert list(manifest) == ["/en/rabat/agenda.ics", "/en/rabat/agenda/"]
    assert manifest["/en/rabat/agenda.ics"] == FileEntry(
        content_type="text/calendar; charset=utf-8",
        digest="9daa8e24f9b759073687839a0aa7de2a2f09abc2a771e77a34e1a05dd4198387",
        size=15,
        gzip=None,
        brotli=None,
        headers={},
    )
    assert archive.sizes_in(manifest) == {
        str(path.relative_to(tmp_path / "files")): path.stat().st_size
        for path in (tmp_path / "files").rglob("*")
        if path.is_file()
    }


def test_same_files_make_the_same_archive() -> None:
    assert packed(PAGE, CALENDAR)[0].getvalue() == packed(PAGE, CALENDAR)[0].getvalue()
    assert packed(PAGE)[1] != packed(CALENDAR)[1]


def test_what_is_the_same_as_before_is_taken_over_in_all_its_forms(tmp_path: Path) -> None:
    former, former_digest = packed(PAGE, CALENDAR)
    (tmp_path / "former").mkdir()
    archive.unpack(former, former_digest, tmp_path / "former")
    moved = PublicFile(CALENDAR.address, CALENDAR.content_type, b"BEGIN:MOVED" * 20)
    out = io.BytesIO()

    digest = packing.write([PAGE, moved], out, former=FormerArchive(former))
    (tmp_path / "newer").mkdir()
    archive.unpack(out, digest, tmp_path / "newer", former=tmp_path / "former")

    assert out.getvalue() == packed(PAGE, moved)[0].getvalue()
    newer, older = (tmp_path / name / "files/en/rabat" for name in ("newer", "former"))
    assert {
        path.name: path.samefile(older / path.relative_to(newer))
        for path in newer.rglob("*")
        if path.is_file() and (older / path.relative_to(newer)).exists()
    } == {"index.html": True, "index.html.gz": True, "index.html.br": True, "agenda.ics": False}
    assert (newer / "agenda.ics").read_bytes() == moved.content
    assert (older / "agenda.ics").read_bytes() == CALENDAR.content


def test_what_was_made_from_the_same_is_not_made_again() -> None:
    made: list[str] = []

    def planned(file: PublicFile, made_from: str) -> PlannedFile:
        def make() -> PublicFile:
            made.append(file.address)
            return file

        return PlannedFile(file.address, made_from, make)

    first = io.BytesIO()
    packing.write([planned(PAGE, "a"), planned(CALENDAR, "b")], first)
    second = io.BytesIO()
    former = FormerArchive(first)
    packing.write([planned(PAGE, "a"), planned(CALENDAR, "c")], second, former=former)
    third = io.BytesIO()
    former = FormerArchive(second)
    packing.write([planned(PAGE, "a"), planned(CALENDAR, "c")], third, former=former)

    assert made == [PAGE.address, CALENDAR.address, CALENDAR.address]
    assert third.getvalue() == second.getvalue()


@pytest.mark.parametrize(
    "address",
    [
        "",
        "en/rabat/",
        "//en/rabat/",
        "/en/../rabat/",
        "/en/./rabat/",
        "/en/rabat/.hidden",
        "/en/rabat/%2e%2e/",
        "/en/rabat/a\\b",
        "/en/rabat/a\0b",
        "/en/rabat/a b",
        "/en/rabat/agenda?day=1",
        "/en/rabat/повестка/",
        "/en/rabat/index.html",
        "/en/rabat/agenda.ics.gz",
        "/en/rabat/agenda/\n",
    ],
)
def test_address_that_is_no_plain_path_is_refused(address: str) -> None:
    with pytest.raises(UnfitError, match="cannot be the address"):
        packed(PublicFile(address, "text/plain; charset=utf-8", b""))


@pytest.mark.parametrize(
    ("files", "why"),
    [
        ((PAGE, PAGE), "published twice"),
        ((CALENDAR, PublicFile("/en/rabat/agenda.ics/one", "text/plain", b"")), "lies below"),
        ((PublicFile("/en/rabat/a", "text/html\r\nX: y", b""),), "no type"),
        ((PublicFile("/en/rabat/a", "text/html", b"", {"Set-Cookie": "a=b"}),), "cannot have"),
        (
            (PublicFile("/en/rabat/a", "text/html", b"", {"Content-Language": "en\r\nX: y"}),),
            "cannot have",
        ),
    ],
)
def test_files_that_could_not_be_served_are_refused(
    files: tuple[PublicFile, ...], why: str
) -> None:
    with pytest.raises(UnfitError, match=why):
        packed(*files)


def test_archive_with_another_digest_is_not_looked_into(tmp_path: Path) -> None:
    out, digest = packed(PAGE)
    out.getbuffer()[40] ^= 1

    with pytest.raises(ArchiveError, match="another digest"):
        archive.unpack(out, digest, tmp_path)

    assert list(tmp_path.iterdir()) == []


def described(address: str = "/en/rabat/a", **changed: object) -> bytes:
    """The manifest of one file, `b"here"`, told otherwise."""
    digest = "fcec91509759ad995c2cd14bcb26b2720993faf61c29d379b270d442d92290eb"
    entry = {
        "content_type": "text/plain",
        "digest": digest,
        "size": 4,
        "gzip": None,
        "brotli": None,
        "headers": {},
    }
    return json.dumps({"format": 1, "files": {address: entry | changed}}).encode()


@pytest.mark.parametrize(
    ("manifest", "entries"),
    [
        (described("/../../etc/cron.d/a"), {"files/../../etc/cron.d/a": b"here"}),
        (described(), {"files/en/rabat/a": b"gone"}),
        (described(), {"files/en/rabat/a": b"here", "files/en/rabat/b": b"more"}),
        (described(), {}),
        (described(size=2**40), {"files/en/rabat/a": b"here"}),
        (described(size=-1), {"files/en/rabat/a": b"here"}),
        (described(size=3), {"files/en/rabat/a": b"here"}),
        (described(gzip=2**20), {"files/en/rabat/a.gz": gzip.compress(bytes(2**24))}),
        (described(gzip=9), {"files/en/rabat/a.gz": b"not gzip."}),
        (described(headers={"Set-Cookie": "a=b"}), {"files/en/rabat/a": b"here"}),
        (described(further=1), {"files/en/rabat/a": b"here"}),
        (b'{"format": 2, "files": {}}', {}),
        (b"[]", {}),
        (b"{", {}),
    ],
)
def test_archive_that_we_would_not_write_is_refused_and_nothing_lies_outside(
    manifest: bytes, entries: dict[str, bytes], tmp_path: Path
) -> None:
    folder = tmp_path / "deep/below"
    folder.mkdir(parents=True)

    with pytest.raises(ArchiveError):
        archive.unpack(*repacked(manifest, **entries), folder)

    outside = [
        path for path in tmp_path.rglob("*") if path.is_file() and folder not in path.parents
    ]
    assert outside == []
    assert not (folder / MANIFEST).exists()


def test_archive_that_others_wrote_as_we_would_is_taken(tmp_path: Path) -> None:
    """What the refused ones above differ from."""
    archive.unpack(*repacked(described(), **{"files/en/rabat/a": b"here"}), tmp_path)

    assert (tmp_path / "files/en/rabat/a").read_bytes() == b"here"


def test_what_is_no_archive_is_refused(tmp_path: Path) -> None:
    out = io.BytesIO(b"no archive")

    with pytest.raises(ArchiveError, match="taken apart"):
        archive.unpack(out, archive.digest_of(io.BytesIO(b"no archive")), tmp_path)
