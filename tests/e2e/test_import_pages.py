"""The pages of an import in a real browser: whole, for everybody, in both directions of writing."""

import io
from collections.abc import Mapping
from functools import partial
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from conference.addresses import admin_url
from conference.choices import Role
from conference.models import StaffRole
from delegates.choices import CellUse, QuestionKind, Verdict
from delegates.importing import answering
from delegates.models import Delegate, DelegationKind, ImportQuestion, ImportRun
from delegates.services import kinds
from delegates.services.importing import imports
from delegates.services.review import accreditation
from tests.delegates.importing.worker import import_next
from tests.e2e.test_admin import AXE, DESKTOP, PHONE
from tests.factories import (
    CellMeaningFactory,
    ColumnAssignmentFactory,
    CountryFactory,
    DelegateFactory,
    DelegationFactory,
    SessionPartFactory,
    StaffRoleFactory,
    words,
)

pytestmark = pytest.mark.e2e

# A row, or more, of whatever can become of one, and a question of every kind.
FILE = """Delegation;Kind;Reference;Honorific;Given name;Family name;Function;Department;Ministry;\
E-mail;Gender;Booth
Federation of Mountain Water Users' Associations of the Upper Valleys;Civil society;;;Anna;Keller;\
Programme officer for transboundary aquifers;;;anna.keller@example.org;F;A 1
Water Netwrok;Civil society;;;Olim;Karim;;;;olim@example.org;M;A 1
Water Netwrok;Civil society;;;Vali;Aliev;;;;;M;A 2
Left Out Society;Civil society;;;Vera;Sokol;;;;;F;A 3
Tajikistan;;;H.E.;Zsolt;Nagi;Minister of Energy and Water Resources;;Ministry of Energy and Water\
 Resources;zsolt@example.org;M;
Tajikistan;;;;Maria;Silva;Adviser;;;;F;
Hungary;;;;Maria;Silva;Interpreter;;;;F;
Tajikistan;;{reference};H.E.;Farrukh;Namuna;First Deputy Head of the Executive Office;;;;M;
Tajikistan;;;;Kouassi;DIABATE;;;;;;
Tajikistan;;;;Olga;Petrenko;Adviser;;;;;
Tajikistan;;;;Olga;Petrenko;Adviser;;;;;
Hungary;;;;Kоvаcs;Bela;Counsellor;;;;M;
Hungary;;;;Eva;Toth;Attach? de presse;;;;F;
Turkey;State;;Prof. Dr;Mehmet Cevdet;Yilmazoglu;Director General of Water Management;Department of\
 Transboundary Waters;Ministry of Foreign Affairs;cevdet.yilmazoglu@example.org;M;
Turkey;State;;;Ayse;Demir;;;;nobody;7;
Hungary;;;;;;A function without a person;;;;;
"""


@pytest.fixture
def role(transactional_db: None) -> StaffRole:
    """An organizer of a conference that knows two delegations and three of their people."""
    role = StaffRoleFactory(role=Role.ORGANIZER)
    kinds.install_defaults(role.conference)
    state = DelegationKind.objects.get(conference=role.conference, code="state")
    of = partial(DelegationFactory, conference=role.conference, kind=state)
    tajikistan = of(country=CountryFactory(iso2="TJ", iso3="TJK", name=words("Tajikistan")))
    of(country=CountryFactory(iso2="HU", iso3="HUN", name=words("Hungary")))
    CountryFactory(iso2="TR", iso3="TUR", name=words("Türkiye"), aliases=["Turkey"])
    for given, family, function in (
        ("Zsolt", "Nagy", "Minister"),
        ("Farrukh", "Namuna", "Head of Office"),
        ("Kouassi", "Diabaté", ""),
        ("Maria", "Silva", "Adviser"),
    ):
        DelegateFactory(
            delegation=tajikistan, given_name=given, family_name=family, function=function
        )
    return role


def checked(role: StaffRole, text: str, name: str) -> ImportRun:
    run = imports.start(
        file=io.BytesIO(text.encode()),
        file_name=name,
        conference=role.conference,
        creates_delegations=True,
        by=role.user,
        at=timezone.now(),
    )
    return worked_on(run)


def worked_on(run: ImportRun) -> ImportRun:
    import_next()
    run.refresh_from_db()
    return run


def applied(role: StaffRole, text: str, name: str, **answers: str) -> ImportRun:
    run = checked(role, text, name)
    for kind, answer in answers.items():
        asked = ImportQuestion.objects.of_run(run).filter(kind=kind)
        ids = list(asked.values_list("pk", flat=True))
        answered(role, run, ids, answer)
    imports.ask_to_apply(run=run, by=role.user, at=timezone.now(), good_rows_only=True)
    return worked_on(run)


def answered(role: StaffRole, run: ImportRun, questions: list[int], answer: str) -> None:
    answering.answer(run=run, by=role.user, at=timezone.now(), questions=questions, answer=answer)
    run.refresh_from_db()


@pytest.fixture
def pages(role: StaffRole) -> Mapping[str, str]:
    """Every page of imports that there is, with something of everything that it can show."""
    names = "Delegation;Given name;Family name"
    done = applied(
        role,
        f"{names}\nLeft Out Society;Vera;Sokol\nHungary;Istvan;Szabo\nHungary;Bela;Nagy-Kiss",
        "first-delegates.csv",
        party="leave_out",
    )
    back = applied(role, f"{names}\nHungary;Judit;Varga", "taken-back.csv")
    imports.ask_to_take_back(run=back, by=role.user, at=timezone.now())
    worked_on(back)
    kept = applied(role, f"{names}\nHungary;Klara;Kun\nHungary;Imre;Toth", "built-on.csv")
    built = Delegate.objects.get(given_name="Klara")
    accreditation.approve(delegate=built, by=role.user, at=timezone.now())
    SessionPartFactory(session__conference=role.conference, delegate=built)
    imports.ask_to_take_back(run=kept, by=role.user, at=timezone.now())
    worked_on(kept)
    farrukh = Delegate.objects.get(given_name="Farrukh")
    run = checked(
        role,
        FILE.format(reference=farrukh.reference),
        "participants-as-received-from-the-secretariat-2018-05-14.csv",
    )
    (twins,) = ImportQuestion.objects.of_run(run).filter(subject="Olga PETRENKO")
    answered(role, run, [twins.pk], twins.detail["candidates"][0]["answer"])
    asked = ImportQuestion.objects.of_run(run).values_list("kind", flat=True)
    assert set(asked) == set(QuestionKind)
    assert [verdict for verdict in Verdict if not run.summary[verdict]] == []
    waiting = imports.start(
        file=io.BytesIO(names.encode()),
        file_name="waiting.csv",
        conference=role.conference,
        creates_delegations=False,
        by=role.user,
        at=timezone.now(),
    )
    for use in CellUse:
        CellMeaningFactory(conference=role.conference, use=use, said_by=role.user, **CELLS[use])
    for heading, column in (("Titre de civilité", "honorific"), ("Stand", "")):
        ColumnAssignmentFactory(
            conference=role.conference,
            key=heading.lower(),
            heading=heading,
            column=column,
            assigned_by=role.user,
        )
    here = partial(admin_url, role.conference)
    report = here("delegates_importrun_change", run.pk)
    return {
        "upload": here("delegates_importrun_add"),
        "imports": here("delegates_importrun_changelist"),
        "report": report,
        **{f"lines {verdict}": f"{report}?show={verdict}" for verdict in Verdict},
        **{
            f"asked {kind}": here("delegates_importrun_questions", run.pk, kind)
            for kind in QuestionKind
        },
        "progress": here("delegates_importrun_change", waiting.pk),
        "applied": here("delegates_importrun_change", done.pk),
        "built on": here("delegates_importrun_change", kept.pk),
        "taken back": here("delegates_importrun_change", back.pk),
        "take back": here("delegates_importrun_take_back", done.pk),
        "give up": here("delegates_importrun_give_up", run.pk),
        "cells": here("delegates_cellmeaning_changelist"),
        "columns": here("delegates_columnassignment_changelist"),
        "answers": here("delegates_answer_changelist"),
    }


CELLS: Mapping[str, Mapping[str, Any]] = {
    CellUse.WORD: {"column": "gender", "text": "K", "value": "female"},
    CellUse.NOTHING: {"text": "n/a"},
    CellUse.ROWS: {"column": "status", "heading": "Status", "text": "confirmed", "key": ""},
}


@pytest.fixture(autouse=True)
def _staff_pages_in_arabic(monkeypatch: pytest.MonkeyPatch) -> None:
    """As they will be written once all of their words are translated."""
    monkeypatch.setattr(settings, "LANGUAGES_OF_STAFF_PAGES", ["en", "ar"])


def signed_in(context: BrowserContext, client: Client, server: LiveServer, role: StaffRole) -> Page:
    """Whatever the language of the form of signing in."""
    client.force_login(role.user)
    name = settings.SESSION_COOKIE_NAME
    cookie = client.cookies[name].value
    context.add_cookies([{"name": name, "value": cookie, "url": server.url}])
    return context.new_page()


def opened(page: Page, server: LiveServer, path: str) -> None:
    """The page with everything unfolded that it shows on a touch."""
    page.goto(f"{server.url}{path}")
    page.evaluate("document.fonts.ready")
    page.evaluate("document.querySelectorAll('#content details').forEach(it => { it.open = true })")


@pytest.mark.parametrize(
    ("viewport", "scheme", "locale"),
    [(DESKTOP, "light", "en"), (PHONE, "dark", "en"), (DESKTOP, "dark", "ar")],
    ids=["desktop", "phone, dark", "Arabic, dark"],
)
def test_pages_of_an_import_are_for_everybody(
    browser: Browser,
    live_server: LiveServer,
    client: Client,
    role: StaffRole,
    pages: Mapping[str, str],
    viewport: dict[str, int],
    scheme: str,
    locale: str,
) -> None:
    context = browser.new_context(
        viewport=viewport,  # type: ignore[arg-type]
        color_scheme=scheme,  # type: ignore[arg-type]
        locale=locale,
        bypass_csp=True,  # axe styles the page itself
    )
    page = signed_in(context, client, live_server, role)
    found = []
    for name, path in pages.items():
        opened(page, live_server, path)
        page.evaluate(AXE.read_text())
        found += page.evaluate(
            """name => axe.run().then(result => result.violations.flatMap(
                rule => rule.nodes.map(node => [name, rule.id, node.html])))""",
            name,
        )
    context.close()

    assert found == []


@pytest.mark.parametrize("locale", ["en", "ar"])
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_pages_of_an_import_are_as_wide_as_the_screen(
    browser: Browser,
    live_server: LiveServer,
    client: Client,
    role: StaffRole,
    pages: Mapping[str, str],
    viewport: dict[str, int],
    locale: str,
) -> None:
    context = browser.new_context(viewport=viewport, locale=locale)  # type: ignore[arg-type]
    page = signed_in(context, client, live_server, role)
    widths = {}
    for name, path in pages.items():
        opened(page, live_server, path)
        widths[name] = page.evaluate(
            """(({scrollWidth, clientWidth}) => [scrollWidth, clientWidth])(
                document.documentElement)"""
        )
    context.close()

    assert {name: each for name, each in widths.items() if each[0] != each[1]} == {}


def test_usual_answer_stands_with_each_heading_on_a_phone(
    browser: Browser,
    live_server: LiveServer,
    client: Client,
    role: StaffRole,
    pages: Mapping[str, str],
) -> None:
    context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
    page = signed_in(context, client, live_server, role)
    page.goto(f"{live_server.url}{pages['asked party']}")
    headings = page.locator(".question")
    found = []
    for at in range(headings.count()):
        heading = headings.nth(at)
        subject, box, button = (
            heading.locator(each).bounding_box()
            for each in (".subject", ".add-as select", ".add-as .button")
        )
        assert subject is not None
        assert box is not None
        assert button is not None
        found.append((box["y"] == button["y"], button["y"] - subject["y"] < PHONE["height"] / 3))
        assert button["x"] + button["width"] <= PHONE["width"]
    context.close()

    assert found == [(True, True)] * 2


def test_keyboard_goes_on_at_the_next_question_when_one_is_answered(
    browser: Browser,
    live_server: LiveServer,
    client: Client,
    role: StaffRole,
    pages: Mapping[str, str],
) -> None:
    """The part comes anew with each answer: the focus stays in the row, or goes to the one that
    stands there now; never back to the head of the page."""
    context = browser.new_context(viewport=DESKTOP)  # type: ignore[arg-type]
    page = signed_in(context, client, live_server, role)
    for name in ("asked person", "asked party", "asked letters"):
        page.goto(f"{live_server.url}{pages[name]}")
        question = page.locator(".question").first
        question.locator(".answer-button:visible").first.focus()
        with page.expect_response("**/answer/**"):
            page.keyboard.press("Enter")
        expect(page.locator(".question :focus")).to_have_count(1)
    context.close()


def test_keyboard_goes_on_at_the_answer_that_failed(
    browser: Browser,
    live_server: LiveServer,
    client: Client,
    role: StaffRole,
    pages: Mapping[str, str],
) -> None:
    """It is disabled as long as it is sent."""
    context = browser.new_context(viewport=DESKTOP)  # type: ignore[arg-type]
    page = signed_in(context, client, live_server, role)
    page.goto(f"{live_server.url}{pages['asked person']}")
    page.route("**/answer/**", lambda route: route.fulfill(status=500))
    button = page.locator(".question .answer-button:visible").first
    button.focus()
    with page.expect_response("**/answer/**"):
        page.keyboard.press("Enter")

    expect(button).to_be_enabled()
    expect(button).to_be_focused()
    context.close()
