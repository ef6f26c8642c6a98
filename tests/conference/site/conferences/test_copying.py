"""A conference begun with what an earlier one had: of every model it is said what becomes of it."""

from collections import Counter

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext

from badges.copying import in_use
from badges.models import BadgeDesign, BadgeType, CategoryDesign, DesignFace, DesignVersion
from conference.choices import Role
from conference.copying import Copied
from conference.errors import DomainError
from conference.models import (
    Conference,
    ConferenceRow,
    Room,
    StaffInvitation,
    StaffRole,
    User,
    Venue,
    VenueTravel,
    Zone,
)
from conference.site.conferences import copying
from conference.site.conferences.coming_along import NAMED
from conference.site.conferences.copying import ONLY_PLACES, ROWS, CopiedConference, Wanted
from conference.site.conferences.setting_up import set_up
from delegates.models import (
    Category,
    CategoryRule,
    CategoryZone,
    DelegationKind,
    OwnField,
    Quota,
    RegistrationField,
    UsualKind,
)
from tests.admin_rows import row_in
from tests.architecture.test_factories import OUR_MODELS
from tests.factories import (
    AT,
    BadgeTypeZoneFactory,
    CategoryDesignFactory,
    ConferenceFactory,
    DesignVersionFactory,
    OwnFieldChoiceFactory,
    OwnFieldLineFactory,
    QuotaFactory,
    RankFactory,
    RegistrationFieldLineFactory,
    RoomFactory,
    StaffRoleFactory,
    UserFactory,
    VenueFactory,
    VenueTravelFactory,
    words,
)
from tests.races import while_uncommitted

OF_CONFERENCES = [model for model in OUR_MODELS if issubclass(model, ConferenceRow)]
COPIED = [row.model for row in ROWS if isinstance(row, Copied)]
SET_AFTERWARDS = {
    (row.model, row.afterwards) for row in ROWS if isinstance(row, Copied) and row.afterwards
}
# Rows that name one stay with their conference.
NOT_TAKEN_ALONG = {(Quota, "delegation")}
# What a copy has of its own, beside its id.
OF_ITS_OWN = {"id", "conference_id", "created_at", "created_by_id", "number"}


@pytest.fixture
def organizer() -> User:
    user: User = UserFactory()
    return user


@pytest.fixture
def source(organizer: User) -> Conference:
    """With the default scheme, a design in three versions, two rooms, a kind split off, a field
    that is asked of it, and zones of a badge type.
    """
    conference: Conference = ConferenceFactory()
    StaffRoleFactory(conference=conference, user=organizer, role=Role.ORGANIZER)
    set_up(conference=conference, by=organizer, at=AT)
    venue = VenueFactory(conference=conference, name=words("Palace"), is_main=True)
    VenueTravelFactory(first=venue)
    RoomFactory.create_batch(2, venue=venue)
    first, second = DelegationKind.objects.filter(conference=conference).order_by("pk")[:2]
    DelegationKind.objects.filter(pk=first.pk).update(split_from=second)
    design = BadgeDesign.objects.get(conference=conference)
    DesignVersionFactory(design=design, number=2, html="<p>{{ qr }}</p>", is_in_use=True)
    DesignVersionFactory(design=design, number=3)
    CategoryDesignFactory(
        design=design, category=Category.objects.filter(conference=conference).earliest("pk")
    )
    BadgeTypeZoneFactory(
        type=BadgeType.objects.get(conference=conference),
        zone=Zone.objects.filter(conference=conference).latest("pk"),
    )
    RegistrationFieldLineFactory(
        field=RegistrationField.objects.filter(conference=conference).earliest("pk"), kind=first
    )
    own = OwnFieldLineFactory(field__conference=conference, kind=first).field
    OwnFieldChoiceFactory(field=own)
    QuotaFactory(conference=conference, kind=first)
    return conference


@pytest.fixture
def target(organizer: User) -> Conference:
    conference: Conference = ConferenceFactory()
    StaffRoleFactory(conference=conference, user=organizer, role=Role.ORGANIZER)
    return conference


def copy(
    source: Conference, target: Conference, by: User, wanted: Wanted = ONLY_PLACES
) -> CopiedConference:
    by = User.objects.get(pk=by.pk)
    return copying.copy(source=source, target=target, wanted=wanted, by=by, at=AT)


def test_of_every_model_of_a_conference_it_is_said_once_whether_it_is_copied() -> None:
    said = Counter(row.model for row in ROWS)

    assert said == Counter(OF_CONFERENCES)


def test_of_whatever_is_copied_and_has_a_list_it_is_told_how_much_came_along() -> None:
    """What follows from kinds and categories, and what is asked of them, goes with them."""
    listed = {
        row.model for row in ROWS if isinstance(row, Copied) and admin.site.is_registered(row.model)
    }

    assert listed - {UsualKind, CategoryRule, RegistrationField, OwnField} == set(NAMED)


def test_whatever_is_referred_to_is_copied_before() -> None:
    for place, model in enumerate(COPIED):
        referred = {
            field.related_model
            for field in model._meta.concrete_fields
            if field.is_relation
            and field.related_model in OF_CONFERENCES
            and (model, field.name) not in SET_AFTERWARDS | NOT_TAKEN_ALONG
        }
        assert referred <= set(COPIED[: place + 1]), model


@pytest.mark.parametrize("model", OF_CONFERENCES, ids=lambda model: model._meta.label)
def test_rows_are_there_as_they_were_or_not_at_all(
    model: type[ConferenceRow], source: Conference, target: Conference, organizer: User
) -> None:
    if model not in COPIED:
        row_in(model, source)

    copy(source, target, organizer)

    before = values(model, source) if model in COPIED else []
    assert before or model not in COPIED
    assert values(model, target) == before


def values(model: type[ConferenceRow], conference: Conference) -> list[dict[str, object]]:
    """Of the rows in order, references as places among the rows that they lead to."""
    rows = model._base_manager.filter(conference=conference).order_by("pk")
    rows = rows.filter(pk__in=in_use(rows)) if model is DesignVersion else rows
    if model is DesignFace:
        rows = rows.filter(version__in=in_use(DesignVersion.objects.all()))
    return [
        {
            field.attname: place_of(getattr(row, field.attname), field.related_model, conference)
            for field in model._meta.concrete_fields
            if field.attname not in OF_ITS_OWN
        }
        for row in rows
    ]


def place_of(value: object, related: object, conference: Conference) -> object:
    if value is None or related not in COPIED:
        return value
    keys = related._base_manager.filter(conference=conference).order_by("pk")  # type: ignore[attr-defined]
    keys = in_use(keys) if related is DesignVersion else keys
    return list(keys.values_list("pk", flat=True)).index(value)


def test_design_in_use_becomes_the_first_version_of_its_copy(
    source: Conference, target: Conference, organizer: User
) -> None:
    copy(source, target, organizer)

    version = DesignVersion.objects.get(conference=target)
    assert (version.number, version.as_faces().front.source.html) == (1, "<p>{{ qr }}</p>")
    assert version.design.version_in_use == version
    assert version.created_by == organizer
    assert version.design == BadgeDesign.objects.get(conference=target, is_default=True)
    assert CategoryDesign.objects.get(conference=target).design == version.design


def test_only_who_is_chosen_is_invited_and_works_nowhere_before_accepting(
    source: Conference, target: Conference, organizer: User
) -> None:
    held = [
        StaffRoleFactory(conference=source, role=role, user__email=address)
        for role, address in ((Role.DOOR, "a@dais.example"), (Role.ORGANIZER, "b@dais.example"))
    ]
    gone = StaffRoleFactory(conference=source, role=Role.DOOR, user__is_active=False)
    stranger = StaffRoleFactory(role=Role.DOOR)
    chosen = [held[1].user_id, gone.user_id, stranger.user_id]

    copied = copy(source, target, organizer, Wanted(staff=chosen))

    invited = StaffInvitation.objects.filter(conference=target)
    assert list(invited.values_list("email", "role")) == [("b@dais.example", Role.ORGANIZER)]
    assert copied.invited == {held[1].user: [Role.ORGANIZER]}
    assert [row.user for row in StaffRole.objects.filter(conference=target)] == [organizer]


def test_nobody_is_invited_who_was_not_chosen(
    source: Conference, target: Conference, organizer: User
) -> None:
    StaffRoleFactory(conference=source, role=Role.DOOR)

    assert copy(source, target, organizer).invited == {}
    assert not StaffInvitation.objects.exists()


def test_places_stay_where_they_are_not_wanted(
    source: Conference, target: Conference, organizer: User
) -> None:
    copied = copy(source, target, organizer, Wanted(places=False))

    assert not Venue.objects.filter(conference=target).exists()
    assert not Room.objects.filter(conference=target).exists()
    assert {Venue, VenueTravel, Room}.isdisjoint(copied.counts)
    assert copied.counts[Category] == Category.objects.filter(conference=target).count() > 0


def test_who_is_no_organizer_of_a_conference_copies_nothing_of_it(
    source: Conference, target: Conference
) -> None:
    officer = StaffRoleFactory(conference=source, role=Role.REGISTRATION_OFFICER).user

    with pytest.raises(DomainError, match="Only the organizers of a conference can copy it"):
        copy(source, target, officer)

    assert not CategoryRule.objects.filter(conference=target).exists()


def test_queries_do_not_grow_with_the_rows(
    source: Conference, target: Conference, organizer: User
) -> None:
    with CaptureQueriesContext(
        connection,
    ) as few:
        copy(source, target, organizer)
    venue = VenueFactory(conference=source)
    RoomFactory.create_batch(30, venue=venue)
    RankFactory.create_batch(30, conference=source)
    further = ConferenceFactory()
    StaffRoleFactory(conference=further, user=organizer, role=Role.ORGANIZER)

    with CaptureQueriesContext(connection) as many:
        copy(source, further, organizer)

    assert len(many) == len(few)
    assert Room.objects.filter(conference=further).count() == 32


@pytest.mark.django_db(transaction=True)
def test_row_that_is_added_meanwhile_is_not_half_copied(
    source: Conference, target: Conference, organizer: User
) -> None:
    """Its venue was read before it came, its room would be read after."""

    seen: list[int] = []

    def add() -> None:
        RoomFactory(venue=VenueFactory(conference=source))

    def look() -> None:
        seen.append(Room.objects.filter(conference=source).count())

    while_uncommitted(lambda: copy(source, target, organizer), add, look)

    assert seen == [2]
    assert Room.objects.filter(conference=target).count() == 2
    assert Room.objects.filter(conference=source).count() == 3
    assert UsualKind.objects.filter(conference=target).exists()
    assert CategoryZone.objects.filter(conference=target).exists()
