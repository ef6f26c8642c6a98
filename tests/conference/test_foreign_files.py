"""Files that are no workbook and no text: each is named, with the way out."""

import io
import zipfile

import pytest

from conference.spreadsheets import SpreadsheetError
from tests.spreadsheets import sheet_of, sheets_of

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
OPEN, COPY = "save it as .xlsx", "save that as .xlsx"


def ole(name: str) -> bytes:
    return OLE + name.encode("utf-16-le") + b"\0" * 64


def zipped(*names: str, media_type: str = "") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        if media_type:
            archive.writestr("mimetype", media_type)
        for name in names:
            archive.writestr(name, "x")
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "way_out"),
    [
        (b"<table><tr><td>Delegation</td></tr></table>", "web page", OPEN),
        (b"\xef\xbb\xbf\r\n<!-- made -->\n<!DOCTYPE HTML><p>x", "web page", OPEN),
        ("\ufeff<html><table>".encode("utf-16-le"), "web page", OPEN),
        (b'<?xml version="1.0"?><html xmlns="x"><body/></html>', "web page", OPEN),
        (
            b'<?xml version="1.0"?><W xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
            "XML spreadsheet of 2003",
            OPEN,
        ),
        (b'<?xml version="1.0"?><office:document xmlns="opendocument"/>', "(.fods)", OPEN),
        (b'<?xml version="1.0"?><people/>', "XML file", OPEN),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "web archive", OPEN),
        (b"{\\rtf1\\ansi Delegation}", "(.rtf)", COPY),
        (b"%PDF-1.4\n1 0 obj", "PDF document", COPY),
        (ole("Workbook"), "old .xls workbook. ", OPEN),
        (b"\x09\x04\x06\x00\x00\x00\x10\x00", "old .xls workbook", OPEN),
        (ole("EncryptedPackage"), "protected by a password", "save it as .xlsx without one"),
        (ole("WordDocument"), "(.doc)", COPY),
        (ole("__properties_version1.0"), "e-mail", "attached"),
        (
            zipped("content.xml", media_type="application/vnd.oasis.opendocument.spreadsheet"),
            "(.ods)",
            OPEN,
        ),
        (
            zipped("content.xml", media_type="application/vnd.oasis.opendocument.text"),
            "text document",
            COPY,
        ),
        (zipped("_rels/.rels", "xl/workbook.bin"), "(.xlsb)", OPEN),
        (zipped("word/document.xml"), "text document", COPY),
        (zipped("Index/Document.iwa"), "Apple Numbers", "Export"),
        (zipped("lists/France.xlsx"), "zip file of several files", "Unpack it"),
        (zipped("photo.jpg"), "zip file, not a workbook", "Use an .xlsx"),
        (
            b'{"url": "https://docs.google.com/open?id=1", "doc_id": "1"}',
            "Google sheet",
            "Download",
        ),
        (b"[InternetShortcut]\r\nURL=https://example.org", "a link", ".xlsx"),
        (b'[{"name": "x"}]', "JSON file", OPEN),
        (b"ID;PWXL;N;E\r\n", "(.slk, .dif)", OPEN),
        (b"BEGIN:VCARD\r\n", "address card", ".xlsx"),
        (b"\x1f\x8b\x08\x00", "compressed file", "Unpack"),
        (b"\xff\xd8\xff\xe0", "a picture", ".xlsx"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_foreign_file_is_named_with_the_way_out(data: bytes, name: str, way_out: str) -> None:
    with pytest.raises(SpreadsheetError) as refused:
        sheets_of(data)

    assert (name in str(refused.value), way_out in str(refused.value)) == (True, True)


@pytest.mark.parametrize("text", ["ID;Prénom;Nom", "BMU;x", "Table 1,,", "<x>;a", "[1];a", "{a};b"])
def test_list_that_begins_like_another_file_is_read(text: str) -> None:
    assert len(sheet_of(f"{text}\na;b".encode()).rows) == 2


# What separates the cells


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ('"sep=|"\r\na|b,c', ("a", "b,c")),
        ("sep=;,,\r\na;b", ("a", "b")),
        ("SEP=\t\ra\tb;c", ("a", "b;c")),
        ("a|b\r\nc|d", ("a", "b")),
        ("List, of, all, people\na;b\nc;d\ne;f", ("List, of, all, people",)),
        ("a;b\nMinister, Energy, Water;x\nAdviser, Trade, Tax;y", ("a", "b")),
        ('"a;b",c\n"d;e;f",g', ("a;b", "c")),
    ],
)
def test_separator_is_named_or_is_the_one_of_every_line(text: str, cells: tuple[str, ...]) -> None:
    assert sheet_of(text.encode()).rows[0].cells == cells
