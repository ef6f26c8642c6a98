from conference.models import AuditEvent
from delegates.models import Country, Delegation
from delegates.services import parties
from tests.factories import AT, CountryFactory, DelegationFactory, UserFactory, words


def test_country_renamed_sorts_under_its_new_name_and_its_delegations_keep_theirs() -> None:
    country = CountryFactory(name=words("Turkey"))
    parties.save(party=country, fields=["name"], by=UserFactory(), at=AT)
    delegation = DelegationFactory(country=country, name=words("Turkey"))
    former = Country.objects.get().sort_keys["en"]

    country.name = words("Türkiye")
    parties.save(party=country, fields=["name"], by=UserFactory(), at=AT)

    assert Country.objects.get().sort_keys["en"] > former
    assert str(Delegation.objects.get(pk=delegation.pk).name) == "Turkey"
    assert AuditEvent.objects.filter(action="country.changed", fields=["name"]).count() == 2
