"""One declaration of a decision gives its button, its page, its permission and its action."""

import ast
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.contrib import admin
from django.db import models
from django.test import Client

from conference.admin import Decision
from conference.choices import Role
from conference.models import Conference
from conference.permissions import PERMISSIONS, ROLES_IN_ADMIN
from delegates.choices import Accreditation
from delegates.models import Delegate
from delegates.services import delegations
from tests.admin_rows import hand_to, row_in
from tests.deciding import confirmed, effects, left_out
from tests.factories import (
    AT,
    ConferenceFactory,
    DelegateFactory,
    DelegationFactory,
    StaffRoleFactory,
    UserFactory,
)
from tests.here import HERE, here
from tests.page_forms import form_values

ROOT = Path(__file__).parents[3]
APPS = ("badges", "conference", "delegates", "sessions")
LIST = here("delegates_delegate_changelist")
DECLARED = [
    (model_admin, decision)
    for model_admin in admin.site._registry.values()
    for decision in model_admin.decisions
]


@pytest.fixture
def conference() -> Conference:
    return ConferenceFactory(slug=HERE)


@pytest.fixture
def organizer(client: Client, conference: Conference) -> Client:
    client.force_login(StaffRoleFactory(conference=conference, role=Role.ORGANIZER).user)
    return client


def page_of(delegate: Delegate, decision: str) -> str:
    return here("delegates_delegate_decide", delegate.pk, decision)


def said(response: object) -> list[str]:
    """Messages above the page."""
    content = response.content.decode()  # type: ignore[attr-defined]
    found = re.search(r'<ul class="messagelist">(.*?)</ul>', content, re.DOTALL)
    return [
        unescape(re.sub("<[^>]*>", "", text)).strip()
        for text in re.findall(r"<li[^>]*>(.*?)</li>", found[1] if found else "", re.DOTALL)
    ]


def test_every_decision_is_named_once_and_needs_a_permission_that_exists() -> None:
    names = [(model_admin.model, decision.value) for model_admin, decision in DECLARED]
    known = {permission for held in PERMISSIONS.values() for permission in held}

    assert len(names) == len(set(names)) > 15
    assert {
        decision.needs
        for _admin, decision in DECLARED
        if decision.needs not in {"add", "change"} | known
    } == set()


def test_what_was_done_is_said_in_words_that_the_message_ends_and_gives_a_name() -> None:
    """Of the decisions that are made for one record, too: read from the source."""
    modules = [path for app in APPS for path in (ROOT / app).rglob("*.py")]
    written = [
        words.value
        for module in modules
        for call in ast.walk(ast.parse(module.read_text()))
        if isinstance(call, ast.Call) and ast.unparse(call.func).endswith("Decision")
        for given in call.keywords
        if given.arg == "done"
        for words in ast.walk(given.value)
        if isinstance(words, ast.Constant)
    ]
    said_in_words = {*map(str, written), *(str(decision.done) for _admin, decision in DECLARED)}

    assert len(said_in_words) > 15
    assert {words for words in said_in_words if "%s" in words or words.endswith(".")} == set()
    assert {decision.act for _admin, decision in DECLARED if decision.act.count("%s") != 1} == set()


def test_page_shows_whom_it_is_about_and_what_follows(
    organizer: Client, conference: Conference
) -> None:
    delegate = DelegateFactory(
        delegation__conference=conference, given_name="Zarina", family_name="Rahim"
    )
    delegation = delegate.delegation
    delegations.appoint_head(delegation=delegation, delegate=delegate, by=UserFactory(), at=AT)

    answer = organizer.get(page_of(delegate, "withdrawn"))
    content = answer.content.decode()

    assert '<p class="card-title"><bdi>RAHIM, Zarina</bdi></p>' in content
    words = f"{delegation} is left without a head: to be confirmed."
    assert words in effects(answer)
    delegate.refresh_from_db()
    assert delegate.accreditation == Accreditation.SUBMITTED


def test_what_needs_no_reason_and_nothing_follows_from_happens_at_once(
    organizer: Client, conference: Conference
) -> None:
    delegate = DelegateFactory(delegation__conference=conference)
    record = here("delegates_delegate_change", delegate.pk)

    page = organizer.get(record).content.decode()
    answer = organizer.post(page_of(delegate, "approved"), follow=True)

    decide = page_of(delegate, "approved").removesuffix("approved/")
    assert re.findall(rf'action="{decide}(\w+)/"', page) == ["approved"]
    assert re.findall(rf'href="{decide}(\w+)/"', page) == ["returned", "rejected", "withdrawn"]
    assert here("delegates_delegate_move", delegate.pk) in page
    assert answer.redirect_chain == [(record, 302)]
    assert said(answer) == [f"{delegate} is approved. Undo"]


def test_decision_that_somebody_made_meanwhile_leads_back_with_words(
    organizer: Client, conference: Conference
) -> None:
    delegate = DelegateFactory(delegation__conference=conference, approved=True)

    asked = organizer.get(page_of(delegate, "submitted"), follow=True)
    sent = organizer.post(page_of(delegate, "submitted"), follow=True)

    assert said(asked) == [f"{delegate}: “Restore as submitted” is no longer possible."]
    assert said(sent) == said(asked)


def test_refused_rows_are_named_up_to_a_few(organizer: Client, conference: Conference) -> None:
    delegation = DelegationFactory(conference=conference)
    pending = DelegateFactory(delegation=delegation)
    approved = DelegateFactory.create_batch(7, delegation=delegation, approved=True)
    chosen = [row.pk for row in (pending, *approved)]

    asked = organizer.post(LIST, {"action": "approved", "_selected_action": chosen})
    answer = confirmed(organizer, LIST, asked)

    assert left_out(asked) == [f"{row}: “Approve” is not possible." for row in approved]
    assert said(answer) == [
        f"{pending} is approved.",
        *(f"{row}: “Approved” cannot become “Approved”." for row in approved[:5]),
        "… and 2 others in the same way.",
    ]


def test_all_rows_of_the_list_are_decided_on_as_they_were_chosen(
    organizer: Client, conference: Conference
) -> None:
    DelegateFactory.create_batch(3, delegation__conference=conference)
    DelegateFactory(approved=True)
    one = Delegate.objects.for_conference(conference).earliest("pk")
    chosen = {"action": "rejected", "_selected_action": [one.pk], "select_across": "1"}

    asked = organizer.post(LIST, chosen).content.decode()
    organizer.post(LIST, form_values(asked, "decision") | {"reason": "Closed"})

    assert "These 3 people may not attend." in asked
    decided = Delegate.objects.filter(accreditation=Accreditation.REJECTED)
    assert decided.count() == 3


def test_decision_whose_address_nobody_declared_is_not_found(
    organizer: Client, conference: Conference
) -> None:
    delegate = DelegateFactory(delegation__conference=conference)

    assert organizer.post(page_of(delegate, "nothing")).status_code == 404


def permission(model: type[models.Model], verb: str) -> str:
    return f"{model._meta.app_label}.{verb}_{model._meta.model_name}"


@pytest.mark.parametrize(
    ("model_admin", "decision"),
    DECLARED,
    ids=[f"{row.model._meta.label}-{decision.value}" for row, decision in DECLARED],
)
def test_decision_is_made_by_who_may_and_by_nobody_else(
    model_admin: Any, decision: Decision, conference: Conference
) -> None:
    model = model_admin.model
    row = conference if model is Conference else row_in(model, conference)
    which = [decision.value] if decision.page == "decide" else []
    name = f"{model._meta.app_label}_{model._meta.model_name}_{decision.page}"
    url = here(name, row.pk, *which)
    needs = decision.needs if "." in decision.needs else permission(model, decision.needs)
    answers, expected = {}, {}
    for role in sorted(ROLES_IN_ADMIN):
        client, user = Client(), StaffRoleFactory(conference=conference, role=role).user
        client.force_login(user)
        hand_to(user, row)
        held = PERMISSIONS[role]
        is_seen = permission(model, "view") in held
        expected[role] = "decides" if needs in held else "refused" if is_seen else "not found"

        status = client.post(url).status_code

        answers[role] = {403: "refused", 404: "not found", 200: "decides", 302: "decides"}[status]

    assert answers == expected
    assert "decides" in answers.values()
