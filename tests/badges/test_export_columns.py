"""What an export says of badges is what the list of delegates says."""

from badges.engine.content import BadgeContent
from badges.models import Badge, BadgeDesign
from badges.snapshot import Snapshots, with_what_badges_show
from badges.standing.badge_states import BadgeStates, with_badges
from conference.models import Conference
from conference.spreadsheets import Row
from delegates.choices import Accreditation
from delegates.exporting.people import Format, exported
from delegates.models import Delegate
from tests.badges.conftest import MakeDelegates
from tests.factories import AT, BadgeFactory, GenerationFactory, UserFactory
from tests.spreadsheets import sheet_of

STATES = [
    "",
    "To be printed",
    "Being printed",
    "Valid",
    "Valid, to be replaced: details have changed",
    "Not valid. The delegate is withdrawn",
]


def issue(delegate: Delegate, *, live: bool) -> Badge:
    conference = delegate.conference
    loaded = with_what_badges_show(Delegate.objects.filter(pk=delegate.pk)).get()
    badge = BadgeFactory(delegate=delegate)
    code = f"{badge.serial:016d}"
    content: BadgeContent = Snapshots(conference, "en").content(
        loaded, serial=badge.serial, code=code
    )
    GenerationFactory(
        badge=badge,
        design_version=BadgeDesign.objects.get(conference=conference).versions.get(),
        content=content.as_snapshot(),
        code=code,
        **({"live": True} if live else {}),
    )
    return badge


def rows_of(conference: Conference) -> list[Row]:
    with exported(Delegate.objects.all(), conference, Format.CSV) as file:
        return sheet_of(file.read()).rows[1:]


def test_each_state_is_said_as_in_the_list(
    conference: Conference, make_delegates: MakeDelegates
) -> None:
    people = make_delegates(6)
    serials = [
        "" if number < 2 else str(issue(delegate, live=number > 2))
        for number, delegate in enumerate(people)
    ]
    Delegate.objects.filter(pk=people[0].pk).update(
        accreditation=Accreditation.SUBMITTED, decided_at=None, decided_by=None
    )
    Delegate.objects.filter(pk=people[4].pk).update(function="Another")
    Delegate.objects.filter(pk=people[5].pk).update(
        accreditation=Accreditation.WITHDRAWN, decided_at=AT, decided_by=UserFactory()
    )

    found = [row.cells[-2:] for row in rows_of(conference)]

    states = BadgeStates(conference, at=AT)
    loaded = with_badges(Delegate.objects.order_by("order"))
    listed = [states.of_delegate(delegate)[1].replace("–", "") for delegate in loaded]
    assert [*zip(serials, listed, strict=True)] == found
    assert listed == STATES
