"""An import while others work on the same conference, or on the import itself."""

import io
from functools import partial
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from conference import leased_work
from conference.choices import WorkState
from conference.errors import DomainError
from conference.leased_work import Hold
from delegates.importing import Result, running
from delegates.importing.running import Terms
from delegates.models import Delegate, ImportRun
from delegates.services import delegations, registering
from delegates.services.importing import imports, taking_back
from tests import factories
from tests.delegates.importing.test_running import GOOD, NAMES, checked, decide
from tests.delegates.importing.worker import claim_import
from tests.races import while_uncommitted

if TYPE_CHECKING:
    from tests.delegates.importing.conftest import Office

racing = pytest.mark.django_db(transaction=True)


def imported(office: "Office", text: str) -> Result | None:
    """None where the file has a problem."""
    _report, result = running.import_at_once(
        file=io.BytesIO(text.encode()),
        conference=office.conference,
        terms=Terms(),
        by=office.organizer,
        at=timezone.now(),
    )
    return result


@racing
def test_delegation_that_is_withdrawn_meanwhile_gets_nobody_new(office: "Office") -> None:
    withdraw = partial(
        delegations.withdraw,
        delegation=office.tajikistan,
        reason="Recalled",
        by=office.organizer,
        at=timezone.now(),
    )

    result = while_uncommitted(withdraw, lambda: imported(office, f"{NAMES}\nTJ;Ali;Valiev"))

    assert result is None
    assert Delegate.objects.count() == 0


@racing
def test_delegate_who_is_changed_meanwhile_is_compared_as_changed(office: "Office") -> None:
    ali = factories.DelegateFactory(
        delegation=office.tajikistan, given_name="Ali", family_name="Valiev", function="Adviser"
    )

    result = while_uncommitted(
        lambda: registering.change(
            delegate=ali, fields={"function": "Minister"}, by=office.organizer, at=timezone.now()
        ),
        lambda: imported(
            office, f"{NAMES};Function;Reference\nTJ;Ali;Valiev;Adviser;{ali.reference}"
        ),
    )

    ali.refresh_from_db()
    assert result is not None
    assert (result.changed, result.same, ali.function) == (1, 0, "Adviser")


@racing
def test_of_two_who_decide_on_an_import_the_second_is_told_that_it_is_decided(
    office: "Office",
) -> None:
    run = checked(office, GOOD)

    with pytest.raises(DomainError, match="no longer waiting for a decision"):
        while_uncommitted(
            lambda: decide(run, office.organizer), lambda: decide(run, office.organizer)
        )


def claimed(office: "Office") -> Hold[ImportRun]:
    """An import that a worker has begun to apply."""
    decide(checked(office, GOOD), office.organizer)
    return claim_import()


@racing
def test_of_two_who_have_a_file_checked_again_the_second_is_told_that_it_is_asked_for(
    office: "Office",
) -> None:
    run = checked(office, GOOD)
    ImportRun.objects.update(state=WorkState.FAILED)
    check_again = partial(imports.check_again, run=run, by=office.organizer, at=timezone.now())

    def second() -> str:
        with pytest.raises(DomainError) as refusal:
            check_again()
        return str(refusal.value)

    refused = while_uncommitted(check_again, second)

    assert refused == "This file needs no further check."


@racing
def test_import_that_was_applied_meanwhile_cannot_be_given_up(office: "Office") -> None:
    hold = claimed(office)

    with pytest.raises(DomainError, match="has been taken over already"):
        while_uncommitted(
            lambda: leased_work.perform(hold),
            lambda: imports.give_up(run=hold.work, by=office.organizer, at=timezone.now()),
        )

    hold.work.refresh_from_db()
    assert (hold.work.state, Delegate.objects.count()) == (WorkState.DONE, 2)


@racing
def test_of_two_who_take_an_import_back_the_second_is_told_that_it_is_asked_for(
    office: "Office",
) -> None:
    hold = claimed(office)
    leased_work.perform(hold)
    take_back = partial(
        imports.ask_to_take_back, run=hold.work, by=office.organizer, at=timezone.now()
    )

    with pytest.raises(DomainError, match="can no longer be taken back"):
        while_uncommitted(take_back, take_back)


@racing
def test_delegate_who_is_changed_while_the_import_is_taken_back_stays(office: "Office") -> None:
    hold = claimed(office)
    leased_work.perform(hold)
    delegate = Delegate.objects.first()
    assert delegate is not None
    run = ImportRun.objects.get(pk=hold.work.pk)

    def take_back() -> None:
        taking_back.take_back(run=run, by=office.organizer, at=timezone.now())

    with pytest.raises(taking_back.CannotTakeBackError):
        while_uncommitted(
            lambda: registering.change(
                delegate=delegate,
                fields={"function": "Minister"},
                by=office.organizer,
                at=timezone.now(),
            ),
            take_back,
        )

    assert Delegate.objects.count() == 2


@racing
def test_import_that_is_being_applied_does_not_expire(office: "Office") -> None:
    hold = claimed(office)
    run = hold.work
    after_its_time = run.expires_at + imports.KEPT

    expired = while_uncommitted(
        lambda: leased_work.perform(hold), lambda: imports.expire(at=after_its_time)
    )

    run.refresh_from_db()
    assert expired == 0
    assert (run.state, run.summary["result"]["created"]) == (WorkState.DONE, 2)
