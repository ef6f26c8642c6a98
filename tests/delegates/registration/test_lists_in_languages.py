"""A focal point's list speaks the language of the page, whatever that of the account is."""

import datetime as dt
import io
from zipfile import ZipFile

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext, override

from delegates.choices import Gender, Position, Verdict
from delegates.columns import PHOTO, SPOUSE_OF, asked_of_delegations
from delegates.models import Delegate, Delegation, ImportRun
from tests.delegates.importing.worker import import_next
from tests.factories import (
    DelegationFactory,
    FocalPointFactory,
    RankFactory,
    RegistrationFieldFactory,
    RegistrationSettingsFactory,
    words,
)
from tests.spreadsheets import sheets_of

COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WITH_A_PASSWORD = (
    "The workbook is protected by a password. Open it with the password, save it as .xlsx without"
    " one."
)
WITH_A_NUL = "The file is damaged: line 2 contains a NUL byte. Save it again."
LANGUAGES = [language for language, _name in settings.LANGUAGES]
IN_A_FILE = [each.name for each in asked_of_delegations() if each not in (PHOTO, SPOUSE_OF)]


@pytest.fixture
def delegation() -> Delegation:
    found: Delegation = DelegationFactory()
    opens_at = timezone.now() - dt.timedelta(hours=1)
    RegistrationSettingsFactory(conference=found.conference, opens_at=opens_at, closes_at=None)
    for column in IN_A_FILE:
        RegistrationFieldFactory(conference=found.conference, column=column)
    return found


@pytest.fixture
def site(client: Client, delegation: Delegation) -> Client:
    user = FocalPointFactory(delegation=delegation).user
    assert user.language == "en"
    client.force_login(user)
    return client


def address(name: str, delegation: Delegation, language: str, *further: int) -> str:
    with override(language):
        where = [delegation.conference.slug, delegation.pk, *further]
        return reverse(f"registration:{name}", args=where)


def uploaded(site: Client, delegation: Delegation, language: str, data: bytes, name: str) -> str:
    """The page of the list, once it is checked."""
    file = SimpleUploadedFile(name, data)
    sent = site.post(address("upload_list", delegation, language), {"file": file})
    assert sent.status_code == 302, sent.content.decode()
    assert import_next()
    return str(sent["Location"])


def zipped(*names: str) -> bytes:
    file = io.BytesIO()
    with ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "")
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"%PDF-1.7", "This is a PDF document, not a spreadsheet."),
        (COMPOUND_FILE + "Workbook".encode("utf-16-le"), "This is an old .xls workbook."),
        (COMPOUND_FILE + "EncryptedPackage".encode("utf-16-le"), WITH_A_PASSWORD),
        (zipped("a.jpg"), "This is a zip file, not a workbook. Use an .xlsx or a .csv file."),
        (b"Given name,Family name\n\0,b\n", WITH_A_NUL),
    ],
    ids=["pdf", "xls", "password", "zip", "nul"],
)
def test_a_file_is_refused_in_the_language_of_the_page(
    site: Client, delegation: Delegation, data: bytes, reason: str
) -> None:
    page = uploaded(site, delegation, "ar", data, "people.xlsx")

    text = reason.replace("line 2", "line %d")
    with override("ar"):
        said = gettext(text)
    assert said != text
    assert escape(said.replace("%d", "2")) in site.get(page).content.decode()
    assert page not in site.get(address("upload_list", delegation, "ar")).content.decode()


def test_a_list_is_checked_in_the_language_in_which_that_is_asked(
    site: Client, delegation: Delegation
) -> None:
    rows = b"Given name,Family name,Category\nAgnes,Szabo,V\n"
    uploaded(site, delegation, "ar", rows, "people.csv")
    run = ImportRun.objects.get()
    notice = "These columns are not read here: %s."

    def notices(language: str) -> list[str]:
        with override(language):
            return [gettext(notice) % "“Category”"]

    assert run.report["notices"] == notices("ar") != notices("en")

    site.post(address("uploaded_list", delegation, "fr", run.pk), {"columns": ""})
    assert import_next()
    run.refresh_from_db()
    assert run.report["notices"] == notices("fr")

    site.post(address("uploaded_list", delegation, "es", run.pk), {"take_over": ""})
    assert import_next()
    run.refresh_from_db()
    assert run.applied_at is not None
    assert [row.family_name for row in Delegate.with_drafts.all()] == ["Szabo"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_template_filled_in_is_read_without_a_question(
    site: Client, delegation: Delegation, language: str
) -> None:
    rank = RankFactory(conference=delegation.conference, name=words("Minister"), order=1)
    link = address("list_template", delegation, language)
    assert link in site.get(address("upload_list", delegation, language)).content.decode()

    answer = site.get(link)
    template = b"".join(answer.streaming_content)
    people, choices = sheets_of(template)
    offered = dict(zip(choices.rows[0].cells, choices.rows[1].cells, strict=True))
    headings = people.rows[0].cells
    cells = dict(zip(headings, IN_A_FILE, strict=True))
    typed = {"given_name": "Agnes", "family_name": "Szabo"}
    row = [offered.get(heading, typed.get(name, "")) for heading, name in cells.items()]
    data = filled_in(template, row)
    uploaded(site, delegation, language, data, "people.xlsx")

    run = ImportRun.objects.get()
    assert [each["column"] for each in run.layout["columns"]] == IN_A_FILE
    assert (run.report["problems"], run.report["notices"]) == ([], [])
    assert run.layout["words"] == []
    assert run.summary[Verdict.NEW] == 1
    site.post(address("uploaded_list", delegation, language, run.pk), {"take_over": ""})
    assert import_next()
    person = Delegate.with_drafts.get()
    assert (person.family_name, person.rank) == ("Szabo", rank)
    assert (person.gender, person.position) == (Gender.FEMALE, Position.DEPUTY_HEAD)
    assert "no-store" in answer["Cache-Control"]


def filled_in(template: bytes, cells: list[str]) -> bytes:
    """With one person below the headings of its first sheet."""
    row = "".join(f'<c t="inlineStr"><is><t>{escape(cell)}</t></is></c>' for cell in cells)
    file = io.BytesIO()
    with ZipFile(io.BytesIO(template)) as given, ZipFile(file, "w") as archive:
        for name in given.namelist():
            part = given.read(name)
            if name == "xl/worksheets/sheet1.xml":
                row_two = f'<row r="2">{row}</row></sheetData>'.encode()
                part = part.replace(b"</sheetData>", row_two)
            archive.writestr(name, part)
    return file.getvalue()
