"""A small conference to import into: delegations of every sort, category rules, ranks."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.utils import timezone

from conference.choices import Role
from conference.models import Conference, User
from delegates.choices import Nature, QuestionKind
from delegates.importing import CheckedFile, Result, apply, check, known_in
from delegates.importing.checking.questions import Answers
from delegates.importing.reading import Reading
from delegates.models import Category, Country, Delegate, Delegation, Organization, Rank
from delegates.services import delegations, kinds
from tests import factories
from tests.readings import reading_from


@dataclass
class Office:
    """The conference, its organizer and what is registered in it."""

    conference: Conference
    organizer: User
    tajikistan: Delegation
    mission: Delegation
    osce: Delegation
    kyrgyzstan: Country
    cis: Organization
    categories: dict[str, Category]
    ranks: dict[str, Rank]

    def reading(self, text: str) -> Reading:
        return reading_from(text.encode())

    def check(
        self, text: str, *, creates: bool = False, answers: Answers | None = None
    ) -> CheckedFile:
        return self.check_reading(self.reading(text), creates=creates, answers=answers)

    def check_reading(
        self, reading: Reading, *, creates: bool = False, answers: Answers | None = None
    ) -> CheckedFile:
        known = known_in(self.conference)
        return check(reading, known, answers=answers or {}, creates_delegations=creates)

    def imported(
        self, text: str, *, creates: bool = False, person: str = "", party: str = ""
    ) -> Result:
        """What comes of the text where every question of a kind is answered alike, or none is."""
        said = {QuestionKind.PERSON: person, QuestionKind.PARTY: party}
        asked = self.check(text, creates=creates).questions
        answers = {(one.kind, one.key): said.get(one.kind, "") for one in asked}
        return self.applied(self.check(text, creates=creates, answers=answers))

    def applied(self, report: CheckedFile) -> Result:
        return apply(
            report,
            conference=self.conference,
            by=self.organizer,
            at=timezone.now(),
        )

    def lead(self, delegation: Delegation, delegate: Delegate) -> None:
        delegations.appoint_head(
            delegation=delegation, delegate=delegate, by=self.organizer, at=timezone.now()
        )


@pytest.fixture
def office() -> Office:
    conference = factories.ConferenceFactory(slug="dushanbe-2018")
    kinds.install_defaults(conference)
    named = factories.words
    tajikistan = factories.CountryFactory(
        iso2="TJ", iso3="TJK", name=named("Tajikistan"), aliases=["Тоҷикистон", "Таджикистан"]
    )
    kyrgyzstan = factories.CountryFactory(iso2="KG", iso3="KGZ", name=named("Kyrgyzstan"))
    osce = factories.OrganizationFactory(acronym="OSCE", name=named("Security in Europe"))
    categories = {
        letter: factories.CategoryFactory(
            conference=conference, letter=letter, name=named(f"Category {letter}")
        )
        for letter in "DHMV"
    }
    ranks = {
        name: factories.RankFactory(conference=conference, name=named(name), order=number)
        for number, name in enumerate(["Head of State", "Minister", "Expert"], start=1)
    }
    rule = factories.CategoryRuleFactory
    rule(category=categories["V"], rank=ranks["Head of State"], order=1)
    rule(category=categories["H"], is_head=True, order=2)
    rule(category=categories["M"], nature=Nature.MISSION, order=3)
    rule(category=categories["D"], order=4)
    delegation = factories.DelegationFactory
    return Office(
        conference=conference,
        organizer=factories.StaffRoleFactory(conference=conference, role=Role.ORGANIZER).user,
        tajikistan=delegation(conference=conference, country=tajikistan),
        mission=delegation(conference=conference, country=kyrgyzstan, kind__code="mission"),
        osce=delegation(
            conference=conference,
            country=None,
            organization=osce,
            acronym="OSCE",
            kind__code="intergovernmental",
        ),
        kyrgyzstan=kyrgyzstan,
        cis=factories.OrganizationFactory(acronym="CIS", name=named("Independent States")),
        categories=categories,
        ranks=ranks,
    )


Reasons = Callable[[CheckedFile], list[tuple[int, str, str, str]]]


@pytest.fixture
def reasons() -> Reasons:
    """Every problem of a report as line, column, value and reason."""

    def said(report: CheckedFile) -> list[tuple[int, str, str, str]]:
        found = [*report.problems, *(p for row in report.rows for p in row.problems)]
        return [(p.line, p.column, p.value, p.reason) for p in found]

    return said
