"""States and organizations of the data files, brought into the database."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from conference import audit
from conference.writing.languages import translations
from delegates.derived import derive_party
from delegates.models import Country, Organization
from delegates.reference import files


@dataclass(frozen=True)
class Added:
    """How many rows were missing."""

    countries: int
    organizations: int


@transaction.atomic
def add_missing(*, at: dt.datetime) -> Added:
    """Every State and organization of the data files is in the database afterwards.

    What is there already stays as an administrator has left it: a country is recognised by its
    code, an organization by its acronym or any one of its names.
    """
    codes = set(Country.objects.values_list("iso2", flat=True))
    countries = [row for row in files.countries() if row.iso2 not in codes]
    known = {word for row in Organization.objects.all() for word in _words(row)}
    organizations = [row for row in files.organizations() if known.isdisjoint(_words(row))]
    for country in countries:
        derive_party(country)
    for organization in organizations:
        derive_party(organization)
    Country.objects.bulk_create(countries)
    Organization.objects.bulk_create(organizations)
    added = Added(len(countries), len(organizations))
    if countries or organizations:
        audit.record(
            "reference_data.added",
            target=None,
            by=None,
            at=at,
            detail={"countries": added.countries, "organizations": added.organizations},
        )
    return added


def _words(organization: Organization) -> set[str]:
    return {*filter(None, [organization.acronym]), *translations(organization.name).values()}
