"""Badges that are not one person's: what delegations share, their vehicles, and blanks."""

import datetime as dt

from i18nfield.strings import LazyI18nString

from badges.choices import Holder
from badges.engine.design import shipped
from badges.models import BadgeDesign, BadgeType, Vehicle
from badges.services import designs
from badges.services.holding import allotments, blanks, vehicles
from conference.models import Conference, User
from conference.site.demonstration.delegations import Registered
from conference.site.demonstration.tables import Table
from delegates.models import Category


def provide(*, conference: Conference, told: Table, registered: Registered, by: User) -> None:
    """They are there to be printed: nothing is sent."""
    at = told["at"]
    for line in told.get("shared", ()):
        badge_type = _type(conference, line, Holder.DELEGATION, by, at)
        for called, count in line["allotted"].items():
            delegation = registered.delegations[called]
            allotments.allot(
                badge_type=badge_type, delegation=delegation, further=count, by=by, at=at
            )
    for line in told.get("vehicles", ()):
        badge_type = _type(conference, line, Holder.VEHICLE, by, at)
        for row in line["registered"]:
            delegation = registered.delegations[row["delegation"]]
            vehicle = Vehicle(delegation=delegation, **row["fields"])
            vehicles.register(vehicle=vehicle, badge_type=badge_type, by=by, at=at)
    for line in told.get("blanks", ()):
        category = Category.objects.get(conference=conference, letter=line["category"])
        badge_type = _type(conference, line, Holder.NOBODY, by, at)
        blanks.make(badge_type=badge_type, category=category, count=line["count"], by=by, at=at)


def _type(
    conference: Conference, told: Table, holder: Holder, by: User, at: dt.datetime
) -> BadgeType:
    """With the shipped design of its kind."""
    offered = shipped.BY_KEY[told["design"]]
    design = BadgeDesign.objects.create(conference=conference, name=str(offered.words))
    version = designs.save_version(design=design, faces=offered.newest.faces(), by=by, at=at)
    designs.use(version=version, instead_of=None, by=by, at=at)
    made: BadgeType = BadgeType.objects.create(
        conference=conference,
        name=LazyI18nString(told["name"]),
        holder=holder,
        design=design,
        quota=told.get("quota"),
        order=told["order"],
    )
    return made
