"""The list of texts that do not fit, before printing: exactly what the job notes afterwards."""

from collections.abc import Mapping

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from badges.admin.designs import fit_page
from badges.background import fit_checks
from badges.engine.design.language import DesignSource
from badges.models import BadgeDesign, PrintEntry, PrintJob
from badges.standing import misfits
from conference import leased_work
from conference.choices import Role, WorkState
from conference.models import BackgroundJob, Conference, StaffRole
from delegates.models import Delegate
from tests.badges.admin.test_printing import WorkOff, order_from, signed_in, text
from tests.badges.conftest import MakeDelegates, Send
from tests.badges.designing import put_to_use
from tests.factories import DelegationFactory
from tests.here import here
from tests.page_forms import form_values

QUERIES = 7
FIT = here("badges_printjob_fit")
SEND = here("badges_printjob_add")
LONG_NAME = "Wolfeschlegelsteinhausenbergerdorff" * 3
LONG_FUNCTION = "Special Representative of the Secretary-General for Preventive Diplomacy " * 4
LONG_DELEGATION = "United Nations Regional Centre for Preventive Diplomacy " * 6
# Cannot be taken apart: the function stands outside of a box.
LOOSE = (
    '<p data-width="20" data-height="6" data-sizes="20" data-lines="1" data-leading="1.2"'
    ' data-weight="400">{{ family_name }}</p><p>{{ function }}</p><img src="{{ qr }}" alt="">'
)


@pytest.fixture
def desk(conference: Conference) -> Client:
    return signed_in(conference)


@pytest.fixture
def crowd(conference: Conference, make_delegates: MakeDelegates) -> None:
    """Something of everything: texts that fit, each way in which one does not, scripts, others."""
    make_delegates(2)
    make_delegates(family_name=LONG_NAME, function=LONG_FUNCTION)
    make_delegates(own_name="Абдурраҳмон " * 9, own_name_language="tg")
    make_delegates(own_name="عبد الرحمن بن محمد آل سعود " * 4, own_name_language="ar")
    wordy = DelegationFactory(conference=conference, name=LONG_DELEGATION, acronym="UNRCCA")
    make_delegates(delegation=wordy)
    make_delegates(approved=False, family_name=LONG_NAME)


def noted(job: PrintJob) -> list[tuple[int, list[tuple[object, ...]]]]:
    entries = PrintEntry.objects.filter(job=job).exclude(notes=[]).order_by("page")
    return [
        (
            entry.generation.badge.delegate_id,
            sorted(
                (note["field"], note["text"], note["outcome"], note["size"]) for note in entry.notes
            ),
        )
        for entry in entries
    ]


def everybody(conference: Conference) -> list[int]:
    return list(Delegate.objects.for_conference(conference).values_list("pk", flat=True))


def checked(desk: Client, asked: Mapping[str, object]) -> str:
    """What the page of the check says once a worker has done it."""
    page = desk.post(FIT, asked)["Location"]
    assert leased_work.run_next([fit_checks.WORK], timezone.now)
    return text(desk.get(page))


def listed(conference: Conference) -> list[tuple[int, list[tuple[object, ...]]]]:
    return [
        (
            one.delegate_id,
            sorted((m.field, m.text, m.outcome and m.outcome.value, m.size) for m in one.misfits),
        )
        for one in misfits.report(conference, everybody(conference), "en").found
    ]


@pytest.mark.usefixtures("crowd")
@pytest.mark.parametrize("html", [None, LOOSE])
def test_list_is_what_the_job_notes_afterwards(
    conference: Conference, send: Send, work_off: WorkOff, html: str | None
) -> None:
    if html:
        design = BadgeDesign.objects.get(conference=conference)
        put_to_use(design, DesignSource(html, ""))

    before = listed(conference)
    job = send()
    work_off()

    assert before == noted(job)
    assert len(before) >= 4


@pytest.mark.usefixtures("crowd")
def test_page_names_field_text_size_and_words(desk: Client) -> None:
    said = checked(desk, {"language": "en"})

    assert "The badges of 6 delegates, printed already or not, were checked; on 4 a text" in said
    assert "Family name printed smaller" in said
    assert "Name in own script printed smaller, 7.4 pt Абдурраҳмон" in said
    assert "Delegation acronym instead of the name" in said
    assert "printed instead: UNRCCA" in said


def test_text_that_no_font_can_show_is_found_before_it_ends_the_job(
    desk: Client, make_delegates: MakeDelegates
) -> None:
    make_delegates(function="Minister 𓀀")

    said = checked(desk, {"language": "en"})

    assert "Function cannot be printed No font has the character “𓀀” (U+13000)" in said


def test_only_the_chosen_delegates_are_checked(desk: Client, make_delegates: MakeDelegates) -> None:
    [chosen] = make_delegates(family_name=LONG_NAME)
    make_delegates(2, family_name=LONG_NAME)
    shown = desk.post(
        here("delegates_delegate_changelist"),
        {"action": "print_badges", "_selected_action": [chosen.pk]},
    )

    by_choice = checked(desk, order_from(shown, purpose="first"))
    opened = desk.get(FIT, {"delegation": chosen.delegation_id}).content.decode()
    asked = form_values(opened, "fit")
    by_delegation = checked(desk, asked)

    assert f'formaction="{FIT}"' in shown.content.decode()
    for said in (by_choice, by_delegation):
        assert "The badge of 1 delegate, printed already or not, was checked; on 1 a text" in said


def test_the_first_of_those_found_are_shown(
    desk: Client, make_delegates: MakeDelegates, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fit_page, "MOST_SHOWN", 2)
    make_delegates(3, family_name=LONG_NAME)

    said = checked(desk, {"language": "en"})

    assert said.count("printed smaller") == 2
    assert "These are the first 2 of 3." in said


def test_who_may_print_no_more_is_checked_no_more(
    conference: Conference, make_delegates: MakeDelegates
) -> None:
    make_delegates(family_name=LONG_NAME)
    desk = signed_in(conference)
    desk.post(FIT, {"language": "en"})
    StaffRole.objects.update(role=Role.SECURITY_OFFICER)

    leased_work.run_next([fit_checks.WORK], timezone.now)

    job = BackgroundJob.objects.get()
    assert (job.state, job.file.name) == (WorkState.FAILED, "")
    assert job.error == f"{job.asked_by} may no longer do this."


def test_what_is_found_is_shown_to_its_asker_alone(
    conference: Conference, make_delegates: MakeDelegates
) -> None:
    make_delegates(family_name=LONG_NAME)
    page = signed_in(conference).post(FIT, {"language": "en"})["Location"]
    leased_work.run_next([fit_checks.WORK], timezone.now)

    assert signed_in(conference).get(page).status_code == 404


def test_only_who_may_print_checks(conference: Conference) -> None:
    assert signed_in(conference, Role.REGISTRATION_OFFICER).get(FIT).status_code == 403


def test_report_asks_the_same_for_one_and_for_three(
    conference: Conference,
    make_delegates: MakeDelegates,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for further in (1, 2):
        make_delegates(further, family_name=LONG_NAME)
        chosen = everybody(conference)

        with django_assert_num_queries(QUERIES):
            misfits.report(conference, chosen, "en")
