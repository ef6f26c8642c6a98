"""The demonstration: two conferences in Dushanbe, filled through the same services as any other."""

import random
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _
from i18nfield.strings import LazyI18nString

from conference import audit, embedded
from conference.choices import Role
from conference.errors import DomainError
from conference.models import Conference, StaffRole, User
from conference.site.conferences.setting_up import set_up
from conference.site.demonstration.delegations import Times, register
from conference.site.demonstration.logos import logo
from conference.site.demonstration.people import read
from conference.site.demonstration.programme import arrange
from delegates.choices import Nature
from delegates.models import Delegate, Delegation
from delegates.services import reference_data

EDITIONS = ("dushanbe_2018", "dushanbe_2022")
BADGE_DESK = "badgedesk@dais.example"
TRANSLATED = ("title", "short_title", "place", "host_name", "description")
PLAIN = (
    "slug", "starts_on", "ends_on", "time_zone", "languages", "order_language", "accent", "state",
)  # fmt: skip


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
def seed() -> list[Seeded]:
    """Both conferences and their users are there afterwards; returns those that were missing.

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
    missing = [
        edition
        for edition in map(read, (f"{name}.toml" for name in EDITIONS))
        if not Conference.objects.filter(slug=edition["slug"]).exists()
    ]
    if not missing:
        return []
    reference_data.load(at=min(edition["registered_at"] for edition in missing))
    users = _users()
    return [_seed_edition(edition, users) for edition in missing]


def _users() -> dict[str, User]:
    """The users of the demonstration by e-mail address, with this checkout's passwords.

    A checkout from before one of them came has no password for that one.
    """
    users = {}
    for address, password in embedded.demo_passwords().items():
        found = User.objects.filter(email=address).first()
        role = embedded.SIGN_INS[address]
        users[address] = found or User.objects.create_user(
            address,
            password,
            name=role[:1].upper() + role[1:],
            may_make_conferences=address == embedded.MAKER,
        )
    return users


def _seed_edition(told: dict[str, Any], users: dict[str, User]) -> Seeded:
    """The slug seeds the generator: everything is the same each time but ids and file names."""
    generator = random.Random(told["slug"])  # noqa: S311 - invented people, no secrets
    by, at = users[told["organizer"]], told["registered_at"]
    participants = read(f"{told['slug'].replace('-', '_')}_delegations.toml")
    conference = _conference(told, participants)
    _give_roles(conference, users, told["organizer"])
    audit.record("conference.added", target=conference, by=by, at=at)
    scheme = set_up(conference=conference, by=by, at=at)
    registered = register(
        conference=conference,
        scheme=scheme,
        told=participants,
        undecided=told.get("undecided", 0.0),
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
    return _counted(conference, sessions=len(sessions))


def _conference(told: dict[str, Any], participants: dict[str, Any]) -> Conference:
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


def _give_roles(conference: Conference, users: dict[str, User], organizer: str) -> None:
    """Whoever makes conferences begins with one that they organize."""
    StaffRole.objects.bulk_create(
        [
            StaffRole(conference=conference, user=users[organizer], role=Role.ORGANIZER),
            StaffRole(conference=conference, user=users[embedded.MAKER], role=Role.ORGANIZER),
            StaffRole(conference=conference, user=users[BADGE_DESK], role=Role.BADGE_DESK),
        ]
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
