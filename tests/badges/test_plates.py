"""Number plates are compared by their letters and digits, in whichever alphabet they are typed."""

from importlib import import_module
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from badges.models import Vehicle
from delegates.derived import derive_party
from tests.factories import DelegationFactory, VehicleFactory


@pytest.mark.parametrize("typed", ["a 123-bc 77", "А123ВС77", "Α123ΒC 77"])
def test_plate_is_found_in_latin_cyrillic_and_greek_letters(typed: str) -> None:
    vehicle = VehicleFactory(plate="А 123 ВС 77" if typed.isascii() else "A 123 BC 77")

    assert Vehicle.objects.plated(typed).get() == vehicle
    assert Vehicle.objects.matching(typed[:5]).get() == vehicle


def test_plates_of_before_are_read_alike_and_what_is_two_vehicles_is_named() -> None:
    delegation = DelegationFactory()
    derive_party(delegation.country)
    delegation.country.save()
    alone, latin, cyrillic = (
        VehicleFactory(delegation=delegation, plate=plate) for plate in ("1 M", "2 M", "3")
    )
    Vehicle.objects.filter(pk=alone.pk).update(plate="1 М", plate_key="1м")
    Vehicle.objects.filter(pk=cyrillic.pk).update(plate="2 М", plate_key="2м")

    import_module("badges.migrations.0040_plate_keys").read_alike(apps, None)

    keys = dict(Vehicle.objects.values_list("pk", "plate_key"))
    assert keys == {alone.pk: "1m", latin.pk: "2m", cyrillic.pk: "2м"}
    output = StringIO()
    with pytest.raises(CommandError, match=r"Rows out of date: 1\."):
        call_command("check_derived", stdout=output)
    assert output.getvalue() == f"vehicle {cyrillic.pk}: plate_key\n"
