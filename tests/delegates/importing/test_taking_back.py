"""An import taken back: all of it, or nothing (design 13)."""

from typing import TYPE_CHECKING

import pytest
from django.apps import apps
from django.utils import timezone

from conference.choices import WorkState
from conference.errors import DomainError
from delegates.choices import Reply
from delegates.models import (
    Delegate,
    Delegation,
    ImportedDelegate,
    ImportRun,
    Organization,
)
from delegates.services import registering
from delegates.services.importing import imports
from delegates.services.review import accreditation
from tests import factories
from tests.delegates.importing.test_running import NAMES, answer, checked, decide, start
from tests.delegates.importing.worker import import_next

if TYPE_CHECKING:
    from tests.delegates.importing.conftest import Office


def imported(office: "Office", text: str) -> ImportRun:
    start(office, text, creates=True)
    import_next()
    run = ImportRun.objects.latest("pk")
    decide(run, office.organizer, good_rows_only=True)
    import_next()
    run.refresh_from_db()
    assert run.applied_at
    return run


def taken_back(run: ImportRun) -> ImportRun:
    imports.ask_to_take_back(run=run, by=run.created_by, at=timezone.now())
    import_next()
    run.refresh_from_db()
    return run


def state_of_everything() -> dict[str, object]:
    return {
        "delegates": list(
            Delegate.objects.order_by("pk").values_list(
                *("pk", "given_name", "function", "delegation_id", "category_id", "position"),
                *("is_category_set_by_hand", "rank_id"),
            )
        ),
        "heads": list(Delegation.objects.order_by("pk").values_list("pk", "head_id")),
        "organizations": list(Organization.objects.order_by("pk").values_list("pk", flat=True)),
    }


def test_what_an_import_did_is_undone_to_the_letter(office: "Office") -> None:
    ali = factories.DelegateFactory(
        delegation=office.tajikistan, given_name="Ali", family_name="Valiev", function="Adviser"
    )
    olim = factories.DelegateFactory(
        delegation=office.osce, given_name="Olim", family_name="Karim", rank=office.ranks["Expert"]
    )
    office.lead(office.tajikistan, ali)
    office.lead(office.osce, olim)
    before = state_of_everything()

    run = imported(
        office,
        f"{NAMES};Position;Function;Reference;Rank\n"
        f"TJ;Ali;Valiev;adviser;Minister;{ali.reference};Minister\n"
        f"TJ;Olim;Karimov;head;;{olim.reference};\n"
        "CIS;Zafar;Zafarov;head;;;\n",
    )
    assert state_of_everything() != before
    taken_back(run)

    assert state_of_everything() == before
    assert run.summary["taken_back"] == {
        "removed": 1,
        "returned": 2,
        "delegations": 1,
        "staying_delegations": [],
        "staying_organizations": [],
    }
    assert run.taken_back_by == office.organizer
    events = apps.get_model("delegates", "DelegateEvent").objects
    assert not events.filter(given_name="Zafar").exists()
    assert not ImportedDelegate.objects.filter(is_new=True).exists()


def test_why_somebody_was_decided_on_comes_back_with_whom_an_import_had_moved(
    office: "Office",
) -> None:
    olim = factories.DelegateFactory(delegation=office.osce, given_name="Olim", family_name="Karim")
    accreditation.reject(
        delegate=olim, reason="Not on the note", by=office.organizer, at=timezone.now()
    )
    run = imported(office, f"{NAMES};Reference\nTJ;Olim;Karim;{olim.reference}")
    olim.refresh_from_db()
    assert (olim.delegation, olim.decision_reason) == (office.tajikistan, "")

    taken_back(run)

    olim.refresh_from_db()
    assert (olim.delegation, olim.decision_reason) == (office.osce, "Not on the note")


def test_organization_that_was_added_goes_too(office: "Office") -> None:
    run = checked(office, f"{NAMES}\nWater Forum;Ali;Valiev")
    answer(run, f"{Reply.ADD}:civil_society")
    decide(run, office.organizer)
    import_next()
    assert Organization.objects.filter(conference=office.conference).count() == 1
    run.refresh_from_db()

    taken_back(run)

    assert not Organization.objects.filter(conference=office.conference).exists()
    assert Delegate.objects.count() == 0


def decided(office: "Office", delegate: Delegate) -> None:
    accreditation.approve(delegate=delegate, by=office.organizer, at=timezone.now())


def edited(office: "Office", delegate: Delegate) -> None:
    registering.change(
        delegate=delegate, fields={"phone": "+1 202"}, by=office.organizer, at=timezone.now()
    )


def put_in_a_session(office: "Office", delegate: Delegate) -> None:
    session = factories.SessionFactory(conference=office.conference)
    factories.SessionPartFactory(session=session, delegate=delegate)


# Each step in a transaction of its own: the history's context would last until the end of one.
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("build", "why"),
    [
        (decided, (True, [], False)),
        (edited, (False, ["phone"], False)),
        (put_in_a_session, (False, [], True)),
    ],
)
def test_nothing_is_taken_back_once_something_is_built_on_one_row(
    office: "Office", build: object, why: tuple[bool, list[str], bool]
) -> None:
    run = imported(office, f"{NAMES}\nTJ;Ali;Valiev\nTJ;Olim;Karim")
    build(office, Delegate.objects.get(given_name="Olim"))  # type: ignore[operator]
    before = state_of_everything()

    taken_back(run)

    assert state_of_everything() == before
    assert (run.state, run.taken_back_at) == (WorkState.DONE, None)
    (found,) = run.report["built_on"]
    olim = Delegate.objects.get(given_name="Olim")
    assert (found["model"], found["pk"]) == ("delegate", olim.pk)
    assert (found["is_decided"], found["fields"], found["is_used"]) == why


@pytest.mark.django_db(transaction=True)
def test_what_was_done_and_undone_again_stands_against_nothing(office: "Office") -> None:
    run = imported(office, f"{NAMES}\nTJ;Ali;Valiev\nTJ;Olim;Karim")
    ali, olim = Delegate.objects.order_by("given_name")
    decided(office, olim)
    who = {"by": office.organizer, "at": timezone.now()}
    accreditation.withdraw(delegate=olim, reason="Approved by mistake", **who)
    accreditation.restore(delegate=olim, **who)
    edited(office, ali)
    registering.change(delegate=ali, fields={"phone": ""}, **who)

    taken_back(run)

    assert run.report == {}
    assert Delegate.objects.count() == 0


def test_badge_printed_while_it_waits_for_a_worker_stands_against_it(office: "Office") -> None:
    ali = factories.DelegateFactory(
        delegation=office.tajikistan, given_name="Ali", family_name="Valiev", function="Adviser"
    )
    decided(office, ali)
    run = imported(office, f"Reference;Function\n{ali.reference};Minister")

    imports.ask_to_take_back(run=run, by=office.organizer, at=timezone.now())
    job = factories.PrintJobFactory(conference=office.conference, created_at=timezone.now())
    factories.PrintEntryFactory(
        chunk__job=job,
        generation=factories.GenerationFactory(badge__delegate=ali, live=True),
        printed=True,
    )
    import_next()

    run.refresh_from_db()
    (found,) = run.report["built_on"]
    assert (found["model"], found["pk"], found["is_printed"]) == ("delegate", ali.pk, True)


def test_import_is_taken_back_once_and_only_after_it_was_applied(office: "Office") -> None:
    run = checked(office, f"{NAMES}\nTJ;Ali;Valiev")
    with pytest.raises(DomainError, match="can no longer be taken back"):
        taken_back(run)
    decide(run, office.organizer)
    import_next()
    run.refresh_from_db()
    taken_back(run)

    with pytest.raises(DomainError, match="can no longer be taken back"):
        taken_back(run)


def test_stranger_takes_nothing_back(office: "Office") -> None:
    run = imported(office, f"{NAMES}\nTJ;Ali;Valiev")

    with pytest.raises(DomainError, match="may not import"):
        imports.ask_to_take_back(run=run, by=factories.UserFactory(), at=timezone.now())
