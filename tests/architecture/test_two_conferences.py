"""One process serves two conferences at once, and neither shows up in the other.

Everything is generated from the URL configuration, as in `test_addresses`: a new page, form or
action cannot escape.
"""

import random
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urljoin

import pytest
from django.conf import settings as project
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections, models
from django.test import Client
from django.urls import reverse
from i18nfield.fields import I18nCharField, I18nTextField
from pytest_django import Settings

from badges.models import BadgeDesign, PrintJob
from badges.services import defaults
from conference.addresses import admin_url
from conference.choices import Role
from conference.models import (
    AuditEvent,
    BackgroundJob,
    Conference,
    StaffInvitation,
    User,
    Venue,
)
from delegates.models import Delegation, ImportRun
from sessions.models import Session
from tests.addresses import IN_A_CONFERENCE, Address
from tests.admin_pages import actions_of, completions, first_row, path_of
from tests.admin_rows import OF_CONFERENCES, address, hand_to, row_in
from tests.architecture.test_factories import OUR_MODELS
from tests.factories import (
    AT,
    ConferenceFactory,
    CountryFactory,
    DelegateFactory,
    DelegationKindFactory,
    DesignVersionFactory,
    StaffRoleFactory,
    UserFactory,
    words,
)
from tests.mailed import code_sent
from tests.page_forms import PageForm, forms_of
from tests.tabs import Tab, without_switcher

pytestmark = pytest.mark.long

NAMES = ("alpha-one", "omega-two")
"""Slugs of the two, which all their texts hold: no page of one may hold the other's."""

TYPED = "typed before it was sent"
OPEN_TO_ORGANIZERS = ("index", "_changelist", "_change", "_history")
"""Ends of the names of pages that open, each for the conference's own row."""


def filled(slug: str) -> Conference:
    """A row of everything that the admin shows, each marked with the conference's slug."""
    conference: Conference = ConferenceFactory(
        slug=slug, title=words(slug), short_title=words(slug), place=words(slug)
    )
    for model in OF_CONFERENCES:
        row_in(model, conference)
    # A small one to look at, because the shipped one takes its time; that one to print with.
    DesignVersionFactory(design=first_row(BadgeDesign, conference), number=1)
    defaults.install(conference=conference, by=None, at=AT)
    for model in set(OUR_MODELS) - {AuditEvent}:
        marks = {field.name: words(slug) for field in model._meta.fields if is_translated(field)}
        marks |= {name: slug for name in ("family_name", "file_name") if has(model, name)}
        if marks and has(model, "conference"):
            model._base_manager.filter(conference=conference).update(**marks)
    return conference


def is_translated(field: Any) -> bool:
    return isinstance(field, I18nCharField | I18nTextField)


def has(model: type[models.Model], name: str) -> bool:
    return name in {field.name for field in model._meta.concrete_fields}


def organizer_of(*conferences: Conference) -> User:
    user: User = UserFactory()
    for conference in conferences:
        StaffRoleFactory(user=user, conference=conference, role=Role.ORGANIZER)
        hand_to(user, first_row(BackgroundJob, conference))
    return user


# What is shown


def walked(
    user: User, conference: Conference, language: str, seed: int, other: Conference
) -> list[str]:
    """Opens every page in an order of its own; what names the other conference, or fails."""
    pages = {path_of(page, conference): page.name for page in IN_A_CONFERENCE}
    opens = {path for path, name in pages.items() if name.endswith(OPEN_TO_ORGANIZERS)}
    paths = [
        *pages,
        *completions(conference),
        admin_url(None, "delegates_country_changelist"),
    ]
    random.Random(seed).shuffle(paths)
    tab, wrong = Tab.of(user, language), []
    try:
        for path in paths:
            answer = tab.get(path)
            shown = without_switcher(answer.body).lower()
            is_in_language = "<html" not in shown or f'<html lang="{language}"' in shown
            names_other = other.slug in shown + answer.location
            # A list of one row leads to the row.
            is_led_on = answer.location.startswith(admin_url(conference, "index"))
            is_open = answer.status == 200 or is_led_on
            is_answered = is_open or (path not in opens and answer.status < 500)
            if names_other or not is_answered or not is_in_language:
                wrong.append(f"{language} {path}: {answer.status}")
    finally:
        connections.close_all()
    return wrong


@pytest.mark.django_db(transaction=True)
def test_four_threads_walk_through_two_conferences_and_never_meet(settings: Settings) -> None:
    settings.LANGUAGES_OF_STAFF_PAGES = ["en", "ru"]
    first, second = (filled(slug) for slug in NAMES)
    user = organizer_of(first, second)
    CountryFactory(iso2="TJ")
    walks = [
        (user, conference, language, number, other)
        for number, (conference, other) in enumerate(((first, second), (second, first)))
        for language in ("en", "ru")
    ]

    with ThreadPoolExecutor(4) as pool:
        wrong = list(pool.map(lambda walk: walked(*walk), walks))

    assert wrong == [[], [], [], []]


def test_mail_about_an_account_names_no_conference(client: Client, settings: Settings) -> None:
    """Its link is asked for while two conferences are open."""
    settings.EMAIL_HOST = "mail.example"
    first, second = (filled(slug) for slug in NAMES)
    user = organizer_of(first, second)
    client.force_login(user)
    for conference in (first, second):
        client.get(admin_url(conference, "index"))

    client.post(reverse("account_reset_password"), {"email": user.email})
    code_sent()

    (message,) = mail.outbox
    assert project.PUBLIC_URL in message.body
    assert [slug for slug in (*NAMES, "/admin/") if slug in message.body] == []


# What is written


@pytest.fixture
def here() -> Conference:
    return filled(NAMES[0])


@pytest.fixture
def there() -> Conference:
    return filled(NAMES[1])


@pytest.fixture
def organizer(client: Client, here: Conference, there: Conference) -> Client:
    client.force_login(organizer_of(here, there))
    return client


def snapshot(conference: Conference) -> dict[str, list[dict[str, Any]]]:
    """Everything that belongs to the conference."""
    rows = {
        model._meta.label: list(
            model._base_manager.filter(conference=conference).order_by("pk").values()
        )
        for model in OUR_MODELS
        if has(model, "conference")
    }
    return rows | {"itself": list(Conference.objects.filter(pk=conference.pk).values())}


def body_of(response: Any) -> str:
    """Read to the end, which closes what the page opened."""
    return b"".join(response).decode(errors="replace")


def ways_to_send(client: Client, path: str) -> list[tuple[str, dict[str, Any], list[str]]]:
    """Address, values and typed texts of every form on the page; a bare post without any."""
    page = body_of(client.get(path))
    forms = [
        form
        for form in forms_of(page)
        if form.method == "post" and not form.action.startswith("/accounts/")
    ]
    return [sending(path, form) for form in forms] or [(path, {}, [])]


def sending(path: str, form: PageForm) -> tuple[str, dict[str, Any], list[str]]:
    typed = {name: [TYPED] for name in form.texts if form.values[name] == [""]}
    return urljoin(path, form.action), form.values | typed, [TYPED] if typed else []


@pytest.mark.parametrize("page", IN_A_CONFERENCE, ids=str)
def test_what_is_opened_here_and_sent_while_another_tab_works_there_is_written_here(
    organizer: Client, here: Conference, there: Conference, page: Address
) -> None:
    """And nowhere, once the role in the conference is gone."""
    path = path_of(page, here)
    before = snapshot(there)
    ways = ways_to_send(organizer, path)

    for action, values, typed in ways:
        organizer.get(admin_url(there, "index"))
        answer = organizer.post(action, values)

        body = body_of(answer)
        assert answer.status_code in {200, 302, 403, 405} or page.name in NOT_THERE
        assert there.slug not in without_switcher(body).lower()
        assert there.slug not in answer.get("Location", "")
        # The words of a search travel in the form, and stand on the list that it leads to.
        shown = (
            body_of(organizer.get(answer["Location"])) if answer.has_header("Location") else body
        )
        assert all(text in shown + repr(snapshot(here)) for text in typed), "typed and lost"
    assert snapshot(there) == before

    user = User.objects.get(pk=organizer.session["_auth_user_id"])
    user.staff_roles.filter(conference=here).delete()
    written = snapshot(here)
    for action, values, _typed in ways:
        assert organizer.post(action, values).status_code == 404
    assert organizer.get(path).status_code == 404
    assert (snapshot(here), snapshot(there)) == (written, before)


NOT_THERE = {
    "agenda_document_file",
    "delegates_delegate_own_file",
    "badges_badgedesign_offer",
    "badges_printerstation_lock",
    "conference_conference_logo",
    "delegates_delegate_photo",
    "delegates_delegate_thumbnail",
    "delegates_delegation_erase_message",
    "delegates_delegation_flag",
    "delegates_delegation_nomination",
    "delegates_delegation_nomination_page",
    "delegates_delegation_nomination_pages",
    "delegates_delegation_receive_nomination",
    "delegates_delegation_remove_nomination_file",
    "delegates_delegation_revoke_focal_point",
    "delegates_delegation_revoke_invitation",
    "delegates_delegation_scope",
    "delegates_proposal_photo",
    "delegates_delegation_send_invitation",
    "delegates_delegation_tick_task",
    "delegates_delegation_verify_nomination",
    "delegates_listprinting_file",
}
"""Files, an offer, a browser, a scope, focal points, invited ones, papers: there are none here."""


@pytest.mark.parametrize("model", OF_CONFERENCES, ids=lambda model: model._meta.label)
def test_actions_reach_the_rows_of_the_conference_in_the_address_alone(
    organizer: Client, here: Conference, there: Conference, model: type[models.Model]
) -> None:
    path = address(here, model, "changelist")
    user = User.objects.get(pk=organizer.session["_auth_user_id"])
    rows = [row.pk for each in (here, there) for row in model._base_manager.filter(conference=each)]
    before = snapshot(there)

    for action in actions_of(model, here, user):
        organizer.get(admin_url(there, "index"))
        form = {"action": action, ACTION_CHECKBOX_NAME: rows, "reason": "Not nominated"}
        answer = organizer.post(path, form)

        assert answer.status_code in {200, 302}
        assert there.slug not in without_switcher(body_of(answer))
    assert snapshot(there) == before


# What was written into the wrong conference before, each with its own form


def sent(client: Client, path: str, there: Conference, **typed: Any) -> None:
    """Opened, then sent after the other tab has worked in the other conference."""
    *_others, form = forms_of(client.get(path).content.decode())
    client.get(admin_url(there, "index"))
    answer = client.post(path, form.values | typed)
    assert answer.status_code == 302, answer.content.decode()


@pytest.mark.parametrize(
    ("model", "typed"),
    [
        (Venue, {"name_0": "Kohi Somon"}),
        (Delegation, {"country": "{country}"}),
        (StaffInvitation, {"email": "colleague@example.org", "roles": "organizer"}),
        (
            ImportRun,
            {"file": SimpleUploadedFile("people.csv", b"Delegation;Family name\nTJ;Valiev")},
        ),
        (
            Session,
            {
                "title_0": "Opening",
                "kind": "opening",
                "starts_at_0": "2018-05-03",
                "starts_at_1": "09:00",
                "ends_at_0": "2018-05-03",
                "ends_at_1": "10:00",
            },
        ),
    ],
    ids=lambda value: value._meta.label if isinstance(value, type) else "",
)
def test_new_row_is_of_the_conference_in_which_its_form_was_opened(
    organizer: Client,
    here: Conference,
    there: Conference,
    model: type[models.Model],
    typed: dict[str, Any],
) -> None:
    if "country" in typed:
        typed = {"country": str(CountryFactory(iso2="TJ").pk)}
        typed["kind"] = str(DelegationKindFactory(conference=here).pk)
    known = set(model._base_manager.values_list("pk", flat=True))

    sent(organizer, address(here, model, "add"), there, **typed)

    (new,) = model._base_manager.exclude(pk__in=known)
    assert new.conference == here  # type: ignore[attr-defined]


def test_badges_are_sent_in_the_conference_in_which_the_page_was_opened(
    organizer: Client, here: Conference, there: Conference
) -> None:
    for conference in (here, there):
        DelegateFactory(delegation=first_row(Delegation, conference), approved=True)
    known = set(PrintJob.objects.values_list("pk", flat=True))

    sent(organizer, admin_url(here, "badges_printjob_add"), there)

    (job,) = PrintJob.objects.exclude(pk__in=known)
    assert job.conference == here
