"""The start page of the badge desk, and what it says of a job that a badge has left."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.utils import timezone

from badges.choices import JobState, Obstacle, Outcome, Purpose, Reason
from badges.models import Generation, PrintJob
from badges.services.printing import publication
from conference.choices import Role
from conference.models import Conference, User
from delegates.choices import Accreditation
from delegates.models import Delegate
from delegates.services.review import accreditation
from tests.badges.admin.test_printing import signed_in, text
from tests.badges.conftest import MakeDelegates, Send, WorkOff, perform_next
from tests.factories import BadgeFactory, PrintJobFactory, StaffRoleFactory
from tests.here import here
from tests.parts import ask_for_part


@pytest.fixture
def desk(client: Client, clerk: User) -> Client:
    client.force_login(clerk)
    return client


def one(delegate: Delegate) -> str:
    return here("badges_printjob_one", delegate.pk)


def section(page: str, name: str) -> str:
    found = re.search(rf'<section aria-labelledby="{name}">(.*?)</section>', page, re.DOTALL)
    assert found is not None
    words = re.sub(r"<[^>]*>", " ", found[1])
    return " ".join(words.split())


@pytest.mark.parametrize(
    ("role", "lands_at"),
    [
        (Role.BADGE_DESK, "badges_printjob_desk"),
        (Role.ORGANIZER, None),
        (Role.REGISTRATION_OFFICER, None),
        (Role.PROGRAMME_OFFICER, None),
    ],
)
def test_who_only_prints_starts_at_the_desk(
    conference: Conference, role: Role, lands_at: str | None
) -> None:
    response = signed_in(conference, role).get(here("index"))

    assert response.headers.get("Location") == (here(lands_at) if lands_at else None)


@pytest.mark.parametrize(
    ("role", "answers"),
    [
        (Role.BADGE_DESK, [200, 200]),
        (Role.ORGANIZER, [200, 200]),
        (Role.REGISTRATION_OFFICER, [403, 404]),
    ],
)
def test_desk_opens_for_whoever_may_print(
    conference: Conference,
    send: Send,
    make_delegates: MakeDelegates,
    role: Role,
    answers: list[int],
) -> None:
    make_delegates()
    job = send()
    client = signed_in(conference, role)

    pages = [here("badges_printjob_desk"), here("badges_printjob_desk_job", job.pk)]

    assert [client.get(page).status_code for page in pages] == answers


def test_box_stands_once_in_the_page_and_has_the_focus(desk: Client) -> None:
    page = desk.get(here("badges_printjob_desk")).content.decode()

    assert page.count('id="finder-words"') == 1
    assert re.search(r'id="finder-words"[^>]* autofocus', page)
    assert page.index('id="finder"') > page.index('id="content"')


def test_last_ten_badges_of_this_person_are_named_the_newest_first(
    desk: Client,
    make_delegates: MakeDelegates,
    send: Send,
    work_off: WorkOff,
    conference: Conference,
) -> None:
    """Not those of a colleague, nor those that were sent in hundreds."""
    people = make_delegates(12)
    for delegate in people[:11]:
        desk.post(one(delegate))
    work_off()
    signed_in(conference).post(one(people[11]))
    work_off()
    for n, job in enumerate(PrintJob.objects.order_by("pk")):
        finished = timezone.now() + dt.timedelta(seconds=n)
        PrintJob.objects.filter(pk=job.pk).update(finished_at=finished)

    printed = desk.get(here("badges_printjob_desk")).context["printed"]

    assert [entry.generation.badge.delegate for entry, _holder in printed] == people[1:11][::-1]


def test_what_was_sent_in_hundreds_was_not_printed_at_a_desk(
    desk: Client, make_delegates: MakeDelegates, send: Send, work_off: WorkOff
) -> None:
    make_delegates()
    send()
    work_off()
    PrintJob.objects.update(badge_count=21)

    assert list(desk.get(here("badges_printjob_desk")).context["printed"]) == []


def test_jobs_are_called_by_the_people_in_them(
    desk: Client, make_delegates: MakeDelegates, send: Send
) -> None:
    one_alone = make_delegates(given_name="Zsolt", family_name="Nagy")
    two = make_delegates(2, given_name="Ada", family_name="Rossi")
    five = make_delegates(5, given_name="Omar", family_name="Abdi")
    for people in (one_alone, two, five):
        send(people)

    page = desk.get(here("badges_printjob_desk"))
    listed = desk.get(here("badges_printjob_changelist")).content.decode()
    titles = [title for _job, title in page.context["jobs"]]

    assert titles == [
        "ABDI, Omar; ABDI, Omar and 3 more",
        "ROSSI, Ada; ROSSI, Ada",
        "NAGY, Zsolt",
    ]
    assert re.findall(r'<th class="field-people"><a[^>]*>(.*?)</a>', listed) == titles
    own = desk.get(here("badges_printjob_change", PrintJob.objects.earliest("pk").pk))
    assert own.context["title"] == "NAGY, Zsolt"


@pytest.mark.usefixtures("all_jobs_are_large")
def test_job_that_is_not_prepared_is_called_by_those_it_is_for(
    desk: Client, make_delegates: MakeDelegates, send: Send
) -> None:
    send(make_delegates(4, given_name="Omar", family_name="Abdi"))

    [(_job, title)] = desk.get(here("badges_printjob_desk")).context["jobs"]

    assert title == "ABDI, Omar; ABDI, Omar and 2 more"


def test_job_is_found_by_the_name_of_anybody_in_it(
    desk: Client, make_delegates: MakeDelegates, send: Send
) -> None:
    people = make_delegates(3, given_name="Omar", family_name="Abdi")
    people += make_delegates(given_name="Zsolt", family_name="Nagy")
    job = send(people)

    answers = desk.post(here("find"), {"find": "nagy"}).context["find_answers"]

    assert [(answer.kind, answer.found.name) for answer in answers] == [
        ("Delegate", "NAGY, Zsolt"),
        ("Print job", f"Print job {job.pk} · 4 badges"),
    ]
    assert answers[1].found.url == here("badges_printjob_change", job.pk)


def test_at_the_desk_a_person_leads_to_the_badge(
    desk: Client, make_delegates: MakeDelegates
) -> None:
    (delegate,) = make_delegates(given_name="Ana", family_name="Lima")
    record = here("delegates_delegate_change", delegate.pk)

    at_desk, elsewhere = (
        desk.post(here("find"), {"find": "lima"} | further).context["find_answers"][0].found.url
        for further in ({"desk": "1"}, {})
    )

    assert (at_desk, elsewhere) == (one(delegate), record)


@pytest.mark.parametrize("typed", ["00042", "42", "0042", "#42", "No. 00042", "00042-7"])
def test_serial_as_it_stands_on_the_badge_finds_it(
    desk: Client, make_delegates: MakeDelegates, typed: str
) -> None:
    (delegate, _other) = make_delegates(2)
    BadgeFactory(delegate=delegate, serial=42)

    [answer] = desk.post(here("find"), {"find": typed, "desk": "1"}).context["find_answers"]

    assert answer.found.url == one(delegate)
    assert answer.found.is_meant


@pytest.mark.parametrize("role", [Role.BADGE_DESK, Role.ORGANIZER])
def test_who_is_not_in_the_list_is_registered_by_somebody_named(
    conference: Conference, role: Role
) -> None:
    for name, held in (("Rustam", Role.REGISTRATION_OFFICER), ("Olga", Role.ORGANIZER)):
        StaffRoleFactory(conference=conference, role=held, user__name=name)
    StaffRoleFactory(conference=conference, role=Role.DOOR, user__name="Dora")
    StaffRoleFactory(role=Role.ORGANIZER, user__name="Elsewhere")
    client = signed_in(conference, role)

    page = client.get(here("badges_printjob_desk")).content.decode()
    nothing = client.post(here("find"), {"find": "nobodyx", "desk": "1"}).content.decode()

    link = f'href="{here("delegates_delegate_add")}"'
    if role == Role.BADGE_DESK:
        assert section(page, "desk-missing").endswith("ask one of them: Olga , Rustam .")
        assert "<bdi>Rustam</bdi>" in nothing
        assert link not in page + nothing
    else:
        assert "Register a delegate" in section(page, "desk-missing")
        assert link in page
        assert link in nothing


def test_button_without_a_page_pressed_twice_makes_one_job(
    desk: Client, make_delegates: MakeDelegates, work_off: WorkOff
) -> None:
    """As the box does: before it is printed and a moment after."""
    (delegate, _other) = make_delegates(2)

    first = desk.post(one(delegate))
    second = desk.post(one(delegate))
    work_off()
    third = desk.post(one(delegate))

    job = PrintJob.objects.get()
    at = here("badges_printjob_desk_job", job.pk)
    assert [response.headers["Location"] for response in (first, second, third)] == [at] * 3


def test_button_without_a_page_does_not_repeat_what_was_taken_out_of_a_job(
    desk: Client, make_delegates: MakeDelegates, send: Send
) -> None:
    people = make_delegates(2)
    job = send(people)
    desk.post(one(people[0]), {"purpose": Purpose.FIRST, "out_of": job.pk})

    pressed = desk.post(one(people[0]))

    assert pressed.headers["Location"] == one(people[0])


@pytest.mark.parametrize("purpose", [Purpose.FIRST, Purpose.REPLACE])
@pytest.mark.parametrize("is_printed", [True, False], ids=["printed", "being printed"])
def test_badge_sent_a_moment_ago_is_not_shown_for_one_that_is_refused(
    desk: Client,
    make_delegates: MakeDelegates,
    work_off: WorkOff,
    clerk: User,
    purpose: Purpose,
    is_printed: bool,
) -> None:
    (delegate,) = make_delegates()
    desk.post(one(delegate))
    if is_printed:
        work_off()
    accreditation.withdraw(delegate=delegate, reason="Ill", by=clerk, at=timezone.now())
    reason = Reason.LOST if purpose == Purpose.REPLACE else ""

    answer = desk.post(one(delegate), {"purpose": purpose, "reason": reason}, follow=True)

    assert answer.redirect_chain == [(one(delegate), 302)]
    assert "No badge can be printed" in text(answer)
    assert PrintJob.objects.count() == 1


def test_first_badge_is_not_shown_for_one_that_was_to_replace_it(
    desk: Client, make_delegates: MakeDelegates
) -> None:
    (delegate,) = make_delegates()
    desk.post(one(delegate))

    answer = desk.post(one(delegate), {"purpose": Purpose.REPLACE, "reason": Reason.LOST})

    assert answer.headers["Location"] == one(delegate)


def test_first_print_asked_for_after_a_copy_is_not_answered_by_the_copy(
    desk: Client, make_delegates: MakeDelegates, send: Send, work_off: WorkOff
) -> None:
    (delegate,) = make_delegates()
    send()
    work_off()
    desk.post(one(delegate), {"purpose": Purpose.AGAIN, "reason": Reason.PAPER_JAM})

    response = desk.post(one(delegate))

    assert response.headers["Location"] == one(delegate)


def test_badge_is_offered_out_of_a_job_only_while_another_waits_in_it(
    desk: Client, make_delegates: MakeDelegates, send: Send
) -> None:
    [delegate, other] = make_delegates(2)
    job = send()
    before = desk.get(one(delegate)).content.decode()
    job.entries.filter(generation__badge__delegate=other).update(
        outcome=Outcome.LEFT_OUT, obstacle=Obstacle.UNPRINTABLE
    )

    after = desk.get(one(delegate)).content.decode()

    assert ["Print it now" in page for page in (before, after)] == [True, False]


def test_same_page_pressed_twice_makes_one_copy(
    desk: Client, make_delegates: MakeDelegates, send: Send, work_off: WorkOff
) -> None:
    (delegate,) = make_delegates()
    send()
    work_off()
    asked_as = re.findall(
        r'name="asked_as" value="([^"]*)" id="id_again', desk.get(one(delegate)).content.decode()
    )[0]
    form = {"purpose": Purpose.AGAIN, "reason": Reason.PAPER_JAM, "asked_as": asked_as}

    answers = [desk.post(one(delegate), form).headers["Location"] for _press in range(2)]

    job = PrintJob.objects.get(purpose=Purpose.AGAIN)
    assert answers == [here("badges_printjob_desk_job", job.pk)] * 2


def test_badge_in_a_job_of_many_is_printed_now_and_the_job_says_so(
    desk: Client, make_delegates: MakeDelegates, send: Send, work_off: WorkOff, clerk: User
) -> None:
    people = make_delegates(3, given_name="Omar", family_name="Abdi")
    job = send(people)
    page = desk.get(one(people[0]))
    out_of = re.findall(r'name="out_of" value="(\d+)"', page.content.decode())

    at = desk.post(one(people[0]), {"purpose": "first", "out_of": out_of[0]})
    running = desk.get(here("badges_printjob_change", job.pk)).content.decode()
    work_off()
    done = desk.get(here("badges_printjob_change", job.pk)).content.decode()

    alone = PrintJob.objects.get(taken_from=job)
    left_at = f"{timezone.localtime(alone.created_at, job.conference.zone):%H:%M}"
    assert out_of == [str(job.pk)]
    assert "This badge is in a print job of 3 badges" in text(page)
    assert at.headers["Location"] == here("badges_printjob_desk_job", alone.pk)
    taken = f"<bdi>ABDI, Omar</bdi>: taken out at the desk, {left_at}, by <bdi>{clerk}</bdi>; being"
    assert taken in running
    assert f"<bdi>ABDI, Omar</bdi>: printed at the desk, {left_at}, by <bdi>{clerk}</bdi>" in done
    assert f"badges, sent by <bdi>{clerk}</bdi>, " in page.content.decode()
    assert f" · <bdi>{clerk}</bdi>" in done
    assert "Left out" not in done
    listed = desk.get(here("badges_printjob_changelist")).context["cl"].result_list
    assert [row.entry_count for row in listed] == [1, 2]
    again = desk.get(here("badges_printjob_add"), {"job": job.pk}).context["form"]
    assert again.chosen == 2


def test_part_that_waits_asks_every_second_and_reads_nothing_that_it_does_not_show(
    desk: Client, make_delegates: MakeDelegates, django_assert_num_queries: object
) -> None:
    [delegate] = make_delegates()
    at = desk.post(one(delegate)).headers["Location"]
    whole = desk.get(at).content.decode()

    with django_assert_num_queries(QUERIES_OF_THE_PART):  # type: ignore[operator]
        part = ask_for_part(desk, at, "beside").content.decode()

    trigger = r'<div id="beside"[^>]* hx-trigger="([^"]*)"'
    assert re.findall(trigger, whole) == ["load delay:300ms, every 1s"]
    assert re.findall(trigger, part) == ["every 1s"]
    assert "desk-lists" not in part


def test_lists_come_anew_with_the_part_once_the_badge_is_there(
    desk: Client, make_delegates: MakeDelegates, work_off: WorkOff
) -> None:
    [delegate] = make_delegates(given_name="Zsolt", family_name="Nagy")
    at = desk.post(one(delegate)).headers["Location"]
    before = desk.get(at).content.decode()
    work_off()

    part = ask_for_part(desk, at, "beside").content.decode()

    assert "You have printed no badge yet." in section(before, "desk-printed")
    assert "Being printed" in section(before, "desk-jobs")
    assert part.count('<div id="desk-lists" hx-swap-oob="true">') == 1
    assert "NAGY, Zsolt" in section(part, "desk-printed")
    assert "Ready" in section(part, "desk-jobs")
    whole = desk.get(at).content.decode()
    assert whole.count('<div id="desk-lists">') == 1
    assert "hx-swap-oob" not in whole


def test_what_was_printed_on_another_day_says_which(
    desk: Client, make_delegates: MakeDelegates, work_off: WorkOff, conference: Conference
) -> None:
    people = make_delegates(2)
    for delegate in people:
        desk.post(one(delegate))
    work_off()
    former, today = PrintJob.objects.order_by("pk")
    another_day = dt.datetime(2018, 5, 2, 22, 30, tzinfo=dt.UTC)
    for job, at in ((former, another_day), (today, today.created_at)):
        PrintJob.objects.filter(pk=job.pk).update(created_at=at, finished_at=at)

    page = desk.get(here("badges_printjob_desk")).content.decode()

    times = re.findall(r"<time [^>]*>([^<]*)</time>", page[page.index('id="desk-lists"') :])
    hour = f"{timezone.localtime(today.created_at, conference.zone):%H:%M}"
    assert times == [hour, "3 May 2018, 03:30"] * 2


@pytest.mark.parametrize("role", [Role.BADGE_DESK, Role.ORGANIZER])
def test_who_is_pending_is_decided_on_by_somebody_named(
    conference: Conference, make_delegates: MakeDelegates, role: Role
) -> None:
    [delegate] = make_delegates(accreditation=Accreditation.SUBMITTED, approved=False)
    StaffRoleFactory(conference=conference, role=Role.REGISTRATION_OFFICER, user__name="Rustam")
    StaffRoleFactory(conference=conference, role=Role.PROGRAMME_OFFICER, user__name="Paula")

    page = signed_in(conference, role).get(one(delegate))

    asked = "ask one of them: Rustam" in text(page)
    link = f'<a href="{here("delegates_delegate_change", delegate.pk)}">Decide on'
    led = link in page.content.decode()
    assert (asked, led) == ((True, False) if role == Role.BADGE_DESK else (False, True))
    assert "Paula" not in text(page)


def test_job_that_kept_changing_says_that_it_is_tried_again_and_asks_for_nothing(
    desk: Client, make_delegates: MakeDelegates, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_delegates()
    job = send()
    perform_next()
    monkeypatch.setattr(publication, "publish", lambda **_step: False)
    perform_next()

    trouble = text(desk.get(here("badges_printjob_change", job.pk)))

    assert (
        "It is being tried again: While the files were being made, badges kept leaving the job"
        " for the badge desk or by accreditation decisions. Refresh"
    ) in trouble


@pytest.mark.parametrize(
    ("role", "first"),
    [
        (Role.BADGE_DESK, "Badge desk"),
        (Role.ORGANIZER, "Badge desk"),
        (Role.REGISTRATION_OFFICER, None),
    ],
)
def test_desk_stands_above_the_print_jobs_in_the_menu_of_who_may_print(
    conference: Conference, role: Role, first: str | None
) -> None:
    page = signed_in(conference, role).get(here("delegates_delegate_changelist"))

    badges = [
        [model["name"] for model in group["models"]]
        for group in page.context["available_apps"]
        if group["app_label"] == "badges"
    ]
    assert [names[0] for names in badges] == ([first] if first else [])
    assert (here("badges_printjob_desk") in page.content.decode()) == bool(first)


@pytest.mark.parametrize(
    ("name", "current"),
    [("badges_printjob_desk", "Badge desk"), ("badges_printjob_changelist", "Print jobs")],
)
def test_menu_marks_the_desk_or_the_print_jobs(desk: Client, name: str, current: str) -> None:
    page = desk.get(here(name)).content.decode()

    assert re.findall(r'aria-current="page">([^<]*)</a>', page) == [current]


def test_reason_of_a_job_and_of_a_badge_is_in_words_in_the_trail(
    desk: Client,
    make_delegates: MakeDelegates,
    send: Send,
    work_off: WorkOff,
    conference: Conference,
) -> None:
    [delegate] = make_delegates()
    send()
    work_off()
    desk.post(one(delegate), {"purpose": Purpose.AGAIN, "reason": Reason.PAPER_JAM})
    work_off()

    trail = signed_in(conference, Role.ORGANIZER).get(here("conference_auditevent_changelist"))

    reasons = {
        event.action: event.told.reason
        for event in trail.context["cl"].result_list
        if event.told.reason
    }
    assert reasons == {
        "print_job.sent": "Printing failed",
        "badge.copied": "Printing failed",
    }


def test_badge_alone_in_its_job_leads_to_that(
    desk: Client, make_delegates: MakeDelegates, send: Send
) -> None:
    [delegate] = make_delegates()
    job = send()

    page = desk.get(one(delegate)).content.decode()

    assert 'name="out_of"' not in page
    assert here("badges_printjob_desk_job", job.pk) in page


def test_job_of_another_conference_is_left_by_nobody(
    desk: Client, make_delegates: MakeDelegates, clerk: User
) -> None:
    [delegate] = make_delegates()
    stranger = PrintJobFactory()

    response = desk.post(one(delegate), {"purpose": "first", "out_of": stranger.pk}, follow=True)

    assert "no longer in that print job" in text(response)
    assert PrintJob.objects.count() == 1


@pytest.mark.parametrize("why", ["The badge was replaced in the meantime", "is withdrawn", ""])
def test_badge_that_is_not_valid_any_more_is_not_opened_without_a_word(
    desk: Client, make_delegates: MakeDelegates, work_off: WorkOff, clerk: User, why: str
) -> None:
    [delegate] = make_delegates(family_name="Nagy", given_name="Zsolt")
    desk.post(one(delegate))
    work_off()
    job = PrintJob.objects.get()
    if "replaced" in why:
        desk.post(one(delegate), {"purpose": Purpose.REPLACE, "reason": Reason.LOST})
        work_off()
    elif why:
        accreditation.withdraw(delegate=delegate, reason="Ill", by=clerk, at=timezone.now())

    beside = text(desk.get(here("badges_printjob_desk_job", job.pk)))

    assert ("NAGY, Zsolt: Not valid." in beside) == bool(why)
    assert why in beside


def test_what_was_shortened_is_said_to_who_printed_it(
    desk: Client, make_delegates: MakeDelegates, work_off: WorkOff
) -> None:
    [delegate] = make_delegates(family_name="Wolfeschlegelsteinhausenbergerdorff" * 3)

    desk.post(one(delegate))
    work_off()
    job = PrintJob.objects.get()
    beside = text(desk.get(here("badges_printjob_desk_job", job.pk)))

    assert "Family name: printed smaller" in beside
    assert "Look at the badge before you hand it out." in beside


def test_text_that_nothing_shows_is_said_to_who_printed_it(
    desk: Client, make_delegates: MakeDelegates, work_off: WorkOff
) -> None:
    [delegate] = make_delegates(given_name="Vera", own_name="🎉", own_name_language="und")

    desk.post(one(delegate))
    work_off()
    job = PrintJob.objects.get()
    beside = text(desk.get(here("badges_printjob_desk_job", job.pk)))

    assert job.state == JobState.FAILED
    assert "Nothing was printed or issued." in beside
    assert "no font has the character “🎉”" in beside
    assert not Generation.objects.live().exists()


def test_whole_conference_again_is_never_preselected(
    desk: Client, make_delegates: MakeDelegates, send: Send, work_off: WorkOff
) -> None:
    make_delegates()
    before = desk.get(here("badges_printjob_add")).content.decode()
    send()
    work_off()

    after = desk.get(here("badges_printjob_add")).content.decode()

    checked = r'<input type="radio" name="purpose" value="(\w+)"[^>]* checked'
    assert re.findall(checked, before) == ["first"]
    assert re.findall(checked, after) == []


def test_reasons_belong_to_their_purpose(desk: Client, make_delegates: MakeDelegates) -> None:
    make_delegates()
    page = desk.get(here("badges_printjob_add")).content.decode()

    purposes = [
        re.findall(r'name="reason" value="(\w+)"', part)
        for part in page.split('<div class="purpose">')[1:]
    ]

    assert purposes == [
        [],
        ["paper_jam", "second_copy"],
        ["lost", "stolen", "damaged", "changed"],
    ]


QUERIES = 7
QUERIES_OF_THE_PART = 17


@pytest.mark.parametrize("count", [1, 3])
def test_desk_asks_the_same_of_one_job_and_of_three(
    desk: Client,
    make_delegates: MakeDelegates,
    work_off: WorkOff,
    count: int,
    django_assert_num_queries: object,
) -> None:
    for delegate in make_delegates(count):
        desk.post(one(delegate))
    work_off()
    desk.get(here("badges_printjob_desk"))

    with django_assert_num_queries(QUERIES):  # type: ignore[operator]
        desk.get(here("badges_printjob_desk"))
