from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from delegates.derived import derive_party
from delegates.models import Delegate
from tests.factories import DelegateFactory, PartyAliasFactory


def delegate_with_derived_columns() -> Delegate:
    delegate = DelegateFactory()
    country = delegate.delegation.country
    derive_party(country)
    country.save()
    return delegate


def test_derived_columns_as_saved_are_fine() -> None:
    delegate_with_derived_columns()
    output = StringIO()

    call_command("check_derived", stdout=output)

    assert output.getvalue() == "Every derived column is as it should be.\n"


def test_row_written_past_the_services_is_reported() -> None:
    delegate = delegate_with_derived_columns()
    Delegate.objects.filter(pk=delegate.pk).update(family_name="Rahmon")
    output = StringIO()

    with pytest.raises(CommandError, match=r"Rows out of date: 1\."):
        call_command("check_derived", stdout=output)

    assert output.getvalue() == (
        f"delegate {delegate.pk}: search_text, name_key, family_key, given_key\n"
    )


def test_name_in_files_compared_by_another_key_is_reported() -> None:
    alias = PartyAliasFactory(text="The Bank", key="the bank")
    derive_party(alias.party)
    alias.party.save()
    output = StringIO()

    with pytest.raises(CommandError, match=r"Rows out of date: 1\."):
        call_command("check_derived", stdout=output)

    assert output.getvalue() == f"name in files {alias.pk}: key\n"
