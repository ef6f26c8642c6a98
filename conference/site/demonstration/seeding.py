"""The demonstration: two conferences in Dushanbe that were, and one that opens tomorrow.

All are filled through the same services as any other.
"""

import datetime as dt
import random
from dataclasses import dataclass

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _
from i18nfield.strings import LazyI18nString

from conference import audit, embedded
from conference.choices import Role
from conference.errors import DomainError
from conference.models import Conference, StaffRole, User
from conference.site.conferences import new
from conference.site.conferences.setting_up import set_up
from conference.site.demonstration import further_badges
from conference.site.demonstration.delegations import Shares, Times, register
from conference.site.demonstration.logos import logo
from conference.site.demonstration.programme import arrange
from conference.site.demonstration.registering import let_register
from conference.site.demonstration.tables import Table, read
from conference.site.demonstration.today import opening_tomorrow
from conference.site.demonstration.unfinished import leave_unfinished
from delegates.choices import Nature
from delegates.models import Delegate, Delegation
from delegates.participants import background as list_printing
from delegates.participants import printings
from delegates.services import reference_data

EDITIONS = ("dushanbe_2018", "dushanbe_2022", "rabat_dialogue")
TRANSLATED = ("title", "short_title", "place", "host_name", "description")
PLAIN = (
    "slug", "starts_on", "ends_on", "time_zone", "languages", "order_language", "accent", "state",
)  # fmt: skip
SHARES = ("undecided", "without_photo")


@dataclass(frozen=True)
class Seeded:
    """What one conference has got."""

    slug: str
    states: int
    delegations: int
    delegates: int
    entitled: int
    sessions: int


@transaction.atomic
def seed(*, now: dt.datetime | None = None) -> list[Seeded]:
    """The conferences and their users are there afterwards; returns those that were missing. A user
    of a later version has nothing to do in conferences that are there already.

    With `now` the one that opens tomorrow opens on the day after it, and nothing in it was done
    later; without, all is as its file has it. One whose address somebody changed is not missing.

    Raises DomainError on a configured database: invented people, and sign-ins whose passwords lie
    in a file, have no place in a real installation.
    """
    if not settings.IS_EMBEDDED:
        raise DomainError(
            _(
                "The demonstration is only for the embedded database. This installation has a"
                " DATABASE_URL of its own, so nothing was changed."
            )
        )
    users = _users()
    missing = [edition for edition in editions(now) if not new.is_taken(edition["slug"])]
    if not missing:
        return []
    reference_data.load(at=min(edition["registered_at"] for edition in missing))
    return [_seed_edition(edition, users) for edition in missing]


def editions(now: dt.datetime | None) -> list[Table]:
    told = [read(f"{name}.toml") for name in EDITIONS]
    return [opening_tomorrow(one, now) if now and "opens_tomorrow" in one else one for one in told]


def _users() -> dict[str, User]:
    """The users of the demonstration by e-mail address, with this checkout's passwords."""
    users = {}
    for address, password in embedded.demo_passwords().items():
        found = User.objects.filter(email=address).first()
        users[address] = found or User.objects.create_user(
            address,
            password,
            name=embedded.SIGN_INS[address].name,
            may_make_conferences=address == embedded.MAKER,
        )
    return users


def _seed_edition(told: Table, users: dict[str, User]) -> Seeded:
    """The slug seeds the generator: everything is the same each time but ids and file names."""
    generator = random.Random(told["slug"])  # noqa: S311 - invented people, no secrets
    by, at = users[told["organizer"]], told["registered_at"]
    participants = read(f"{told['slug'].replace('-', '_')}_delegations.toml")
    conference = _conference(told, participants)
    _give_roles(conference, users, told)
    audit.record("conference.added", target=conference, by=by, at=at)
    scheme = set_up(conference=conference, by=by, at=at)
    registered = register(
        conference=conference,
        scheme=scheme,
        told=participants,
        shares=Shares(**{name: told[name] for name in SHARES if name in told}),
        generator=generator,
        by=by,
        times=Times(at, told["decided_at"]),
    )
    sessions = arrange(
        conference=conference,
        told=told,
        registered=registered,
        generator=generator,
        by=by,
        at=told["published_at"],
    )
    if "badges" in told:
        further_badges.provide(
            conference=conference, told=told["badges"], registered=registered, by=by
        )
    if "list_printed_at" in told:
        _print_list(conference, by=by, at=told["list_printed_at"])
    if "registration" in told:
        of_delegations = told["registration"]
        let_register(
            conference=conference,
            told=of_delegations,
            registered=registered,
            focal_point=users[of_delegations["focal_point"]],
            by=by,
        )
    leave_unfinished(conference=conference, told=told, registered=registered, by=by)
    return _counted(conference, sessions=len(sessions))


def _print_list(conference: Conference, *, by: User, at: dt.datetime) -> None:
    """The first printing of the list of participants; a worker makes its files."""
    printings.keep(conference=conference, reserved={}, by=by, at=at)
    list_printing.ask_for_files(conference=conference, by=by, at=at)


def _conference(told: Table, participants: Table) -> Conference:
    """Saved, with a mark that has a point for each State."""
    conference = Conference(
        **{name: told[name] for name in PLAIN},
        **{name: LazyI18nString(told[name]) for name in TRANSLATED},
    )
    states = sum(
        "country" in line and line.get("kind") != Nature.MISSION
        for line in participants["delegations"]
    )
    mark = logo(conference.accent, points=states)
    conference.logo.save("logo.png", ContentFile(mark), save=False)
    conference.full_clean()
    conference.save()
    return conference


def _give_roles(conference: Conference, users: dict[str, User], told: Table) -> None:
    """Whoever makes conferences begins with one that they organize; an officer decides where
    delegations register themselves.
    """
    roles = [
        (told["organizer"], Role.ORGANIZER),
        (embedded.MAKER, Role.ORGANIZER),
        (embedded.BADGE_DESK, Role.BADGE_DESK),
        *([(embedded.OFFICER, Role.REGISTRATION_OFFICER)] if "registration" in told else []),
    ]
    StaffRole.objects.bulk_create(
        StaffRole(conference=conference, user=users[address], role=role) for address, role in roles
    )


def _counted(conference: Conference, *, sessions: int) -> Seeded:
    delegations = Delegation.objects.for_conference(conference)
    delegates = Delegate.objects.for_conference(conference)
    states = {Nature.HOST, Nature.STATE}
    return Seeded(
        slug=conference.slug,
        states=delegations.filter(kind__nature__in=states).count(),
        delegations=delegations.count(),
        delegates=delegates.count(),
        entitled=delegates.entitled_to_badge().count(),
        sessions=sessions,
    )
