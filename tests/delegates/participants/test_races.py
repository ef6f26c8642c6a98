"""Two who print, and who erases while files are made."""

from functools import partial

import pytest

from conference.errors import PassingError
from delegates.models import Delegate, ListEntry, ListFile, ListPrinting
from delegates.participants import erasing, printings
from delegates.services import erasure
from tests.delegates.participants.conftest import Approved
from tests.factories import AT, ConferenceFactory, DelegationFactory, StaffRoleFactory
from tests.races import while_uncommitted

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def person(approved: Approved) -> Delegate:
    return approved(DelegationFactory(conference=ConferenceFactory(languages=["en"])))


@pytest.fixture
def printing(person: Delegate) -> ListPrinting:
    role = StaffRoleFactory(conference=person.conference)
    return printings.keep(conference=person.conference, reserved={}, by=role.user, at=AT)


def test_two_who_print_the_list_have_two_numbers(printing: ListPrinting) -> None:
    keep = partial(
        printings.keep, conference=printing.conference, reserved={}, by=printing.made_by, at=AT
    )

    second = while_uncommitted(keep, keep)

    assert second.number == 3


def test_file_with_who_is_being_erased_is_not_kept(
    person: Delegate, printing: ListPrinting
) -> None:
    erase = partial(erasing.blank, delegate=person, by=printing.made_by, at=AT)
    make = partial(printings.make_file, printing=printing, language="en", file_format="xlsx")

    with pytest.raises(PassingError):
        while_uncommitted(erase, make)

    assert not ListFile.objects.exists()


def test_file_that_was_being_kept_goes_with_who_is_erased(
    person: Delegate, printing: ListPrinting
) -> None:
    make = partial(printings.make_file, printing=printing, language="en", file_format="xlsx")
    erase = partial(erasing.blank, delegate=person, by=printing.made_by, at=AT)

    assert while_uncommitted(make, erase) == 1

    assert not ListFile.objects.exists()


def test_who_is_erased_while_the_list_is_printed_is_not_in_it(person: Delegate) -> None:
    by = StaffRoleFactory(conference=person.conference).user
    keep = partial(printings.keep, conference=person.conference, reserved={}, by=by, at=AT)
    erase = partial(erasure.erase, delegate=person, by=by, at=AT)

    while_uncommitted(keep, erase)

    assert ListEntry.objects.get().delegate is None
