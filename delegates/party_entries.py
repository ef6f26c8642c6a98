"""Countries and organizations as `delegates.recognition` compares them."""

from conference.writing.languages import translations
from delegates.models import Country, Organization
from delegates.recognition.parties import CountryEntry, Entry, OrganizationEntry


def entry_of(party: Country | Organization) -> Entry:
    return country_entry(party) if isinstance(party, Country) else organization_entry(party)


def country_entry(country: Country) -> CountryEntry:
    further = filter(None, (country.iso_name, country.official_name))
    return CountryEntry(
        country.iso2,
        country.iso2,
        country.iso3,
        translations(country.name),
        (*country.aliases, *further),
    )


def organization_entry(organization: Organization) -> OrganizationEntry:
    return OrganizationEntry(
        str(organization.pk),
        organization.acronym,
        translations(organization.name),
        tuple(organization.aliases),
    )
