"""A higher app adds to a lower one's admin through one door, and the lower one never names it."""

import re

import pytest
from django.contrib import admin
from django.db import models
from django.test import Client

from badges.models import Badge, BadgeType, PrintJob, Vehicle
from conference import embedded
from conference.admin import Column, Consequences, ListAction, ListFilter, Tool
from conference.choices import Role
from conference.contributions import contributed, contributions
from conference.models import (
    BackgroundJob,
    Conference,
    Room,
    StaffInvitation,
    StaffRole,
    User,
    Venue,
    Zone,
)
from delegates.models import (
    Category,
    Country,
    Delegate,
    Delegation,
    DelegationTask,
    Organization,
    RegistrationSettings,
)
from sessions.models import Document, Session, SessionVersion
from tests.factories import ConferenceFactory, DelegateFactory, StaffRoleFactory
from tests.here import HERE, here


def summary(model: type[models.Model]) -> list[str]:
    return sorted(type(one).__name__ for one in contributions[model])


def test_contributions_are_these() -> None:
    assert {model: summary(model) for model in contributions if contributions[model]} == {
        BackgroundJob: ["JobWords"] * 7,
        Badge: ["Finder", "ReasonWords"],
        BadgeType: [*["SavingEffects"] * 3, "WallTimes"],
        Category: ["SavingEffects"],
        Conference: [*["Consequences"] * 3, *["DoorsCheck"] * 11, *["SavingEffects"] * 2],
        Country: ["Finder"],
        Delegate: [
            "Column",
            *["Consequences"] * 5,
            *["Fact"] * 2,
            "Finder",
            "FoundBy",
            "HistoryBeside",
            "ListAction",
            "ListFilter",
            "LivePart",
            *["Referrers"] * 3,
            "Tool",
            "ValuesBeside",
        ],
        Delegation: [
            *["Consequences"] * 4,
            "Finder",
            "ListAction",
            "Referrers",
            "SavingEffects",
            "Tool",
        ],
        DelegationTask: ["WallTimes"],
        Document: ["WallTimes"],
        Organization: ["Finder"],
        PrintJob: ["Finder", "ReasonWords"],
        Room: ["Finder", "Objection", "Tool"],
        Session: [
            *["Column"] * 2,
            *["Consequences"] * 2,
            "Finder",
            "Referrers",
            "SavingEffects",
            "Tool",
        ],
        RegistrationSettings: ["WallTimes"],
        StaffInvitation: ["Column", "Tool"],
        StaffRole: ["Column", "Tool"],
        SessionVersion: ["Derived"],
        User: ["Finder"],
        Venue: ["Finder"],
        Zone: ["SavingEffects"],
        Vehicle: ["Derived", "Finder", "SavingEffects"],
    }


def test_consequences_are_those_of_declared_decisions() -> None:
    named = {
        (model, value)
        for model in contributions
        for one in contributed(model, Consequences)
        for value in one.decisions
    }
    declared = {
        (model, decision.value)
        for model, model_admin in admin.site._registry.items()
        for decision in model_admin.decisions
    }

    assert named - declared == set()


def test_delegates_never_names_badges_or_sessions() -> None:
    """What the layers' contract says of imports, said of permissions, addresses and templates."""
    named = re.compile(r"\b(badges|sessions|agenda)[.:_/]")
    root = embedded.ROOT
    files = [
        *(root / "delegates/admin").rglob("*.py"),
        *(root / "templates/admin/delegates").rglob("*.html"),
        *(root / "templates/delegates").rglob("*.html"),
    ]

    assert [path.name for path in files if named.search(path.read_text())] == []


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        (Role.ORGANIZER, [Column, ListAction, ListFilter, Tool]),
        (Role.BADGE_DESK, [Column, ListAction, ListFilter, Tool]),
        (Role.REGISTRATION_OFFICER, [ListFilter]),
        (Role.PROGRAMME_OFFICER, [ListFilter]),
    ],
)
def test_each_is_seen_by_who_may(client: Client, role: Role, sees: list[type]) -> None:
    conference = ConferenceFactory(slug=HERE)
    delegate = DelegateFactory(delegation__conference=conference)
    client.force_login(StaffRoleFactory(conference=conference, role=role).user)

    rows = client.get(here("delegates_delegate_changelist")).content.decode()
    record = client.get(here("delegates_delegate_change", delegate.pk)).content.decode()

    marks = {
        Column: 'class="field-badge"' in rows,
        ListAction: 'value="print_badges"' in rows,
        ListFilter: 'href="?badge=to_print"' in rows,
        Tool: "contributed-not" in record,
    }
    assert [kind for kind, is_seen in marks.items() if is_seen] == sees
