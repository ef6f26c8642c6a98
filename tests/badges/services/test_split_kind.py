"""A kind that becomes two: nothing that people carry or organizers have counted changes."""

import pytest

from badges.services.missing_badges import due
from conference.models import Conference
from delegates.choices import Verdict
from delegates.exporting.people import Format, exported
from delegates.exporting.statistics import statistics_of
from delegates.importing import check, known_in
from delegates.models import Delegate, DelegationKind
from delegates.services import kinds
from tests.badges.conftest import AT
from tests.factories import (
    CategoryFactory,
    CategoryRuleFactory,
    DelegateFactory,
    DelegationFactory,
    OrganizationFactory,
    UserFactory,
    words,
)
from tests.readings import reading_from

DELEGATIONS = 40


@pytest.mark.parametrize("rule", ["kind", "nature"])
def test_split_of_forty_delegations_changes_nothing_but_their_kind(
    conference: Conference, rule: str
) -> None:
    kinds.install_defaults(conference)
    agency = DelegationKind.objects.get(conference=conference, code="specialized_agency")
    condition = {"kind": agency} if rule == "kind" else {"nature": agency.nature}
    CategoryRuleFactory(category=CategoryFactory(conference=conference), order=1, **condition)
    CategoryRuleFactory(category=CategoryFactory(conference=conference), order=2)
    delegations = [
        DelegationFactory(
            conference=conference,
            country=None,
            organization=OrganizationFactory(),
            kind=agency,
        )
        for _number in range(DELEGATIONS)
    ]
    for delegation in delegations:
        DelegateFactory.create_batch(2, delegation=delegation, approved=True)
    people = Delegate.objects.for_conference(conference)
    categories = dict(people.values_list("pk", "category"))
    counted = statistics_of(conference).total
    before = due(conference, at=AT)
    with exported(people, conference, Format.XLSX) as file:
        content = file.read()

    kinds.split(
        kind=agency,
        into=DelegationKind(
            conference=conference, code="fund", name=words("Fund"), section=words("Funds")
        ),
        delegation_ids=[row.pk for row in delegations[::2]],
        by=UserFactory(),
        at=AT,
    )

    sizes = DelegationKind.objects.filter(code__in=["fund", "specialized_agency"])
    assert [row.delegations.count() for row in sizes] == [20, 20]
    assert dict(people.values_list("pk", "category")) == categories
    assert statistics_of(conference).total == counted
    assert counted.approved.total == 2 * DELEGATIONS
    assert due(conference, at=AT) == before
    report = check(reading_from(content), known_in(conference), creates_delegations=True)
    assert report.problems == []
    assert {row.verdict for row in report.rows} == {Verdict.SAME}
    assert (len(report.rows), report.new_delegations) == (2 * DELEGATIONS, {})
