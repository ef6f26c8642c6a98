"""What a file is that is no workbook and no text, so that its refusal names it and the way out.

Sources: the formats' own first bytes; ECMA-376 part 2 and OASIS OpenDocument for what is a zip.
"""

import codecs
import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from conference.spreadsheets.sheets import SpreadsheetError

START = 4_096
# Old .xls files and workbooks with a password share this container.
COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OLDEST_WORKBOOKS = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")
PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*")
PACKED = (b"\x1f\x8b", b"7z\xbc\xaf\x27\x1c", b"Rar!", b"\xfd7zXZ")
WEB_PAGE = re.compile(
    r"(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body|meta|style|table|div|p)\b", re.DOTALL
)


def refuse_what_is_named(data: bytes) -> None:
    """Raises SpreadsheetError with the name of what the file is, where its beginning tells."""
    refusal = _by_bytes(data) or _by_words(_beginning(data))
    if refusal:
        raise SpreadsheetError(refusal)


def _by_bytes(data: bytes) -> str:
    if data.startswith(COMPOUND_FILE):
        return _compound_file(data)
    if data.startswith(OLDEST_WORKBOOKS):
        return _open_and_save(_("This is an old .xls workbook."))
    if data.lstrip().startswith(b"%PDF-"):
        return _copy_the_table(_("This is a PDF document, not a spreadsheet."))
    if data.lstrip().startswith(b"{\\rtf"):
        return _copy_the_table(_("This is a text document (.rtf), not a spreadsheet."))
    if data.startswith(PICTURES) or data[4:12] in {b"ftypheic", b"ftypmif1", b"ftypavif"}:
        return _("This is a picture, not a spreadsheet. Use an .xlsx or a .csv file.")
    if data.startswith(PACKED):
        return _(
            "This is a compressed file, not a spreadsheet. Unpack it and use the workbook inside."
        )
    return ""


def _compound_file(data: bytes) -> str:
    def holds(name: str) -> bool:
        return name.encode("utf-16-le") in data

    if holds("EncryptedPackage"):
        return _(
            "The workbook is protected by a password. Open it with the password, save it as .xlsx"
            " without one."
        )
    if holds("WordDocument"):
        return _copy_the_table(_("This is an old text document (.doc), not a spreadsheet."))
    if holds("PowerPoint Document"):
        return _copy_the_table(_("This is an old presentation (.ppt), not a spreadsheet."))
    if holds("__properties_version1.0"):
        return _("This is an e-mail, not a spreadsheet. Save the workbook that is attached to it.")
    if holds("Workbook") or holds("Book"):
        return _open_and_save(_("This is an old .xls workbook."))
    return _(
        "This is an old .xls workbook, or one with a password. Save it as .xlsx without a password."
    )


def _by_words(text: str) -> str:
    if text.startswith("<"):
        return _markup(text)
    if text.startswith(("{", "[{", "[internetshortcut]", "[desktop entry]")):
        return _link_or_data(text)
    if text.startswith("mime-version:") or "\ncontent-type: multipart/" in text:
        return _open_and_save(_("This is a web archive or an e-mail, whatever its extension."))
    # "ID;Prénom" begins a list of people.
    if text.startswith(("id;pwxl", "id;pcalc", "id;pscalc", "table\n0,1", "table\r\n0,1")):
        return _open_and_save(_("This is a file for exchange between old programs (.slk, .dif)."))
    if text.startswith("begin:v"):
        return _("This is an address card or a calendar. Use an .xlsx or a .csv file.")
    return ""


def _markup(text: str) -> str:
    if "urn:schemas-microsoft-com:office:spreadsheet" in text and text.startswith("<?xml"):
        return _open_and_save(_("This is an XML spreadsheet of 2003, whatever its extension."))
    if text.startswith("<?xml") and "opendocument" in text:
        return _open_and_save(_("This is a flat OpenDocument file (.fods)."))
    if WEB_PAGE.match(text) or (text.startswith("<?xml") and "<html" in text):
        return _open_and_save(_("This is a web page (HTML), whatever its extension."))
    return _open_and_save(_("This is an XML file.")) if text.startswith("<?xml") else ""


def _link_or_data(text: str) -> str:
    if "docs.google.com" in text or '"doc_id"' in text:
        return _(
            "This is a link to a Google sheet, not the sheet. Open it there and choose File,"
            " Download, Microsoft Excel (.xlsx)."
        )
    if text.startswith("[") and not text.startswith("[{"):
        return _("This is a link, not a spreadsheet. Follow it and save the workbook as .xlsx.")
    is_data = text.startswith(('{"', "{\n", "{\r", '[{"', "[{\n"))
    return _open_and_save(_("This is a JSON file.")) if is_data else ""


def _beginning(data: bytes) -> str:
    start = data[:START]
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return start.decode("utf-16", errors="replace").lstrip().lower()
    return start.decode("utf-8-sig", errors="replace").lstrip().lower()


def of_other_archive(names: Iterable[str], media_type: str) -> SpreadsheetError:
    """For a zip that is no workbook: `names` are those of its parts, in small letters."""
    listed = set(names)
    if media_type.endswith("opendocument.spreadsheet"):
        return SpreadsheetError(_open_and_save(_("This is an OpenDocument spreadsheet (.ods).")))
    if "xl/workbook.bin" in listed:
        return SpreadsheetError(_open_and_save(_("This is a binary workbook (.xlsb).")))
    if any(name.endswith(".iwa") for name in listed):
        return SpreadsheetError(
            _(
                "This is a file of Apple Numbers or Pages. Open it there and choose File, Export"
                " To, Excel."
            )
        )
    if any(name.startswith(("word/", "ppt/")) for name in listed) or media_type:
        return SpreadsheetError(
            _copy_the_table(_("This is a text document or a presentation, not a spreadsheet."))
        )
    if "content.xml" in listed:
        return SpreadsheetError(_open_and_save(_("This is an OpenDocument file.")))
    if any(name.endswith((".xlsx", ".csv", ".xlsm")) for name in listed):
        return SpreadsheetError(
            _("This is a zip file of several files. Unpack it and use the workbook inside.")
        )
    return SpreadsheetError(_("This is a zip file, not a workbook. Use an .xlsx or a .csv file."))


def _open_and_save(named: str) -> str:
    return f"{named} {_('Open it in a spreadsheet program and save it as .xlsx.')}"


def _copy_the_table(named: str) -> str:
    return f"{named} {_('Copy its table into a spreadsheet and save that as .xlsx.')}"
