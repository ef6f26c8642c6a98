"""A delegation's sheet in the admin: read, changed where it stands, put in order."""

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags

from badges.services import types
from conference.choices import Role
from conference.models import AuditEvent, BackgroundJob, Conference
from delegates.choices import Accreditation
from delegates.models import Delegate, Delegation, KnownApart
from delegates.services import delegations
from tests.admin_pages import Ask
from tests.counting import counted
from tests.deciding import confirmed
from tests.factories import (
    AT,
    DelegateFactory,
    DelegationFactory,
    DelegationTaskFactory,
    FocalPointInvitationFactory,
    ScopeLineFactory,
    StaffRoleFactory,
    StaffScopeFactory,
    UserFactory,
    words,
)
from tests.here import here
from tests.page_forms import form_values

HTMX = {"HX-Request": "true"}


@pytest.fixture
def delegation(conference: Conference) -> Delegation:
    return DelegationFactory(conference=conference)


def sheet_url(delegation: Delegation) -> str:
    return here("delegates_delegation_change", delegation.pk)


def row_url(delegate: Delegate, act: str = "change_row") -> str:
    return here(f"delegates_delegation_{act}", delegate.delegation_id, delegate.pk)


def typed_in(client: Client, delegate: Delegate, **typed: str) -> dict[str, Any]:
    page = client.get(row_url(delegate)).content.decode()
    return dict(form_values(page, f"member-form-{delegate.pk}")) | typed


def names_on(page: str) -> list[str]:
    return re.findall(r'class="member-name">.*?<bdi>(.*?)</bdi>', page, re.DOTALL)


def in_order(delegation: Delegation) -> list[str]:
    people = Delegate.objects.filter(delegation=delegation).in_protocol_order()
    return [row.given_name for row in people]


# Read


def test_head_stands_first_and_reads_as_what_it_is(
    organizer: Client, delegation: Delegation
) -> None:
    DelegateFactory(delegation=delegation, given_name="Aziz", family_name="Nur", order=0)
    head = DelegateFactory(
        delegation=delegation,
        honorific="H.E. Ms.",
        given_name="Lola",
        family_name="Karim",
        position="member",
        order=1,
    )
    delegations.appoint_head(
        delegation=delegation, delegate=head, by=UserFactory(), at=timezone.now()
    )

    page = organizer.get(sheet_url(delegation)).content.decode()

    assert names_on(page) == ["H.E. Ms. Lola KARIM", "Aziz NUR"]
    positions = re.findall(r'class="member-position">(.*?)<', page)
    assert positions == ["Head of delegation", "Member"]


def test_page_asks_as_often_for_many_as_for_one(organizer: Client, delegation: Delegation) -> None:
    DelegateFactory(delegation=delegation, approved=True)
    organizer.get(sheet_url(delegation))
    few, _response = counted(organizer, Ask(sheet_url(delegation)))
    DelegateFactory.create_batch(30, delegation=delegation, approved=True)

    many, response = counted(organizer, Ask(sheet_url(delegation)))

    assert len(names_on(response.content.decode())) == 31
    assert many.queries == few.queries


def test_members_stand_on_pages_and_are_found(organizer: Client, delegation: Delegation) -> None:
    for number in range(70):
        DelegateFactory(delegation=delegation, given_name=f"G{number}", order=number)
    DelegateFactory(delegation=delegation, given_name="Zulfiya", family_name="Rahim", order=99)
    DelegateFactory(delegation__conference=delegation.conference, given_name="Zulfiya")

    first = organizer.get(sheet_url(delegation)).content.decode()
    second = organizer.get(sheet_url(delegation), {"p": 2}).content.decode()
    found = organizer.post(sheet_url(delegation), {"search": "zulf"}, follow=True)

    assert [len(names_on(page)) for page in (first, second)] == [60, 11]
    assert names_on(found.content.decode()) == ["Zulfiya RAHIM"]
    assert "zulf" not in found.redirect_chain[0][0].casefold()


def add_members(delegation: Delegation, count: int) -> None:
    """Behind those who are there, in one statement; with texts as long as they come."""
    rows = [
        DelegateFactory.build(
            delegation=delegation,
            conference=delegation.conference,
            given_name="Muhammad Abdurrahman",
            family_name="Constantinescu-Featherstonehaugh",
            own_name="Содиқ Раҳмонзода",
            own_name_language="tg",
            function="Minister of Energy and Water Resources",
            ministry="Ministry of Energy and Water Resources",
            search_text="constantinescu",
            order=10 + number,
        )
        for number in range(count)
    ]
    Delegate.objects.bulk_create(rows)


def test_delegation_of_four_hundred_stays_light(organizer: Client, delegation: Delegation) -> None:
    add_members(delegation, 400)

    page = organizer.get(sheet_url(delegation)).content

    assert len(page) < 300_000


def test_what_is_asked_of_thirty_one_is_asked_of_four_hundred(
    organizer: Client, delegation: Delegation
) -> None:
    """For a page, its search, one cell that is saved and one decision in a row; with a head."""
    head = DelegateFactory(delegation=delegation)
    delegate = DelegateFactory(delegation=delegation, given_name="Zsolt", family_name="Nagy")
    delegations.appoint_head(
        delegation=delegation, delegate=head, by=UserFactory(), at=timezone.now()
    )
    decide = here("delegates_delegate_decide", delegate.pk, "approved") + "?on_sheet=1"
    search = organizer.post(sheet_url(delegation), {"search": "constantinescu"})["Location"]

    def asked(function: str) -> dict[str, int]:
        Delegate.objects.filter(pk=delegate.pk).update(
            accreditation="submitted", decided_at=None, decided_by=None
        )
        typed = typed_in(organizer, delegate) | {"function": [function]}
        part = f"member-{delegate.pk}"
        asks = {
            "page": Ask(sheet_url(delegation)),
            "search": Ask(search),
            "cell": Ask.sending(row_url(delegate), typed, part),
            "decision": Ask.sending(decide, {}, part),
        }
        found = {name: counted(organizer, ask) for name, ask in asks.items()}
        assert ">Undo</button>" in found["decision"][1].content.decode()
        return {name: query_count.queries for name, (query_count, _answer) in found.items()}

    add_members(delegation, 29)
    asked("Adviser on rivers")
    few = asked("Adviser on glaciers")
    add_members(delegation, 369)

    assert delegation.delegates.count() == 400
    assert asked("Adviser on lakes") == few


def test_desk_reads_and_changes_nothing(client: Client, delegation: Delegation) -> None:
    delegate = DelegateFactory(delegation=delegation)
    role = StaffRoleFactory(conference=delegation.conference, role=Role.BADGE_DESK)
    client.force_login(role.user)

    page = client.get(sheet_url(delegation)).content.decode()
    answers = [
        client.post(row_url(delegate, act)).status_code
        for act in ("change_row", "reorder", "appoint_head")
    ]

    assert names_on(page)
    assert "member-change" not in page
    assert "/approve/" not in page
    assert answers == [403, 403, 403]


# Changed


def test_row_is_changed_where_it_stands(organizer: Client, delegation: Delegation) -> None:
    delegate = DelegateFactory(delegation=delegation, function="Adviser")
    typed = typed_in(organizer, delegate, function="Adviser on glaciers")

    answer = organizer.post(row_url(delegate), typed, headers=HTMX)

    delegate.refresh_from_db()
    assert delegate.function == "Adviser on glaciers"
    page = answer.content.decode()
    assert page.lstrip().startswith("<li")
    assert "Adviser on glaciers" in page
    assert [(e.action, e.fields) for e in AuditEvent.objects.all()] == [
        ("delegate.changed", ["function"])
    ]


def test_row_that_somebody_else_saved_meanwhile_shows_both_values(
    organizer: Client, delegation: Delegation
) -> None:
    delegate = DelegateFactory(delegation=delegation, function="Adviser")
    typed = typed_in(organizer, delegate, function="Expert")
    Delegate.objects.update(function="Counsellor")

    answer = organizer.post(row_url(delegate), typed, headers=HTMX)

    delegate.refresh_from_db()
    assert delegate.function == "Counsellor"
    assert "Now stored: “Counsellor”. In your form: “Expert”." in answer.content.decode()


def test_row_without_a_name_comes_back_with_the_reason(
    organizer: Client, delegation: Delegation
) -> None:
    delegate = DelegateFactory(delegation=delegation)
    typed = typed_in(organizer, delegate, given_name="", family_name="")

    answer = organizer.post(row_url(delegate), typed, headers=HTMX)

    assert "A delegate needs a given name or a family name." in answer.content.decode()


def test_row_like_somebody_asks_who_it_is_and_remembers_the_answer(
    organizer: Client, delegation: Delegation
) -> None:
    anna = DelegateFactory(delegation=delegation, given_name="Anna", family_name="Brauer")
    other = DelegateFactory(delegation=delegation, given_name="Jorge", family_name="Silva")
    typed = typed_in(organizer, other, given_name="Ana", family_name="Brauer")

    asked = organizer.post(row_url(other), typed, headers=HTMX).content.decode()

    other.refresh_from_db()
    assert other.given_name == "Jorge"
    assert anna.reference in asked
    answer = {"sameness": "another", "asked": str(anna.pk)}
    organizer.post(row_url(other), typed | answer, headers=HTMX)
    other.refresh_from_db()
    assert other.given_name == "Ana"
    assert KnownApart.objects.get().first == anna


def test_who_has_parts_of_a_name_in_own_script_changes_the_parts(
    organizer: Client, delegation: Delegation
) -> None:
    delegate = DelegateFactory(
        delegation=delegation,
        own_given_name="Ойгуль",
        own_family_name="Тошева",
        own_name="Ойгуль Тошева",
        own_name_language="tg",
    )
    typed = typed_in(organizer, delegate, own_family_name="Назарова")

    organizer.post(row_url(delegate), typed)

    delegate.refresh_from_db()
    assert delegate.own_name == "Ойгуль Назарова"


# Order and head


@pytest.fixture
def three(delegation: Delegation) -> list[Delegate]:
    return [
        DelegateFactory(delegation=delegation, given_name=name, order=order)
        for order, name in enumerate(["Aziz", "Bahrom", "Davlat"])
    ]


def test_row_is_put_before_another_or_last(
    organizer: Client, delegation: Delegation, three: list[Delegate]
) -> None:
    first, _second, third = three

    organizer.post(row_url(third, "reorder"), {"before": first.pk}, headers=HTMX)
    assert in_order(delegation) == ["Davlat", "Aziz", "Bahrom"]

    organizer.post(row_url(third, "reorder"), {"before": ""}, headers=HTMX)
    assert in_order(delegation) == ["Aziz", "Bahrom", "Davlat"]


@pytest.mark.parametrize(
    ("who", "step", "then"),
    [
        (1, "earlier", ["Bahrom", "Aziz", "Davlat"]),
        (1, "later", ["Aziz", "Davlat", "Bahrom"]),
        (0, "earlier", ["Aziz", "Bahrom", "Davlat"]),
        (2, "later", ["Aziz", "Bahrom", "Davlat"]),
        (0, "later", ["Bahrom", "Aziz", "Davlat"]),
    ],
)
def test_row_moves_by_one_place_without_a_script(
    organizer: Client,
    delegation: Delegation,
    three: list[Delegate],
    who: int,
    step: str,
    then: list[str],
) -> None:
    answer = organizer.post(row_url(three[who], "reorder"), {"step": step})

    assert answer.status_code == 302
    assert in_order(delegation) == then


def test_moving_and_saving_take_as_many_queries_among_many(
    organizer: Client, delegation: Delegation, three: list[Delegate]
) -> None:
    def queries() -> list[int]:
        typed = typed_in(organizer, three[2]) | {"function": [f"F{AuditEvent.objects.count()}"]}
        first, *_others, last = Delegate.objects.order_by("order", "pk")
        asks = [
            Ask.sending(row_url(three[2]), typed),
            Ask.sending(row_url(last, "reorder"), {"before": [str(first.pk)]}),
        ]
        return [counted(organizer, ask)[0].queries for ask in asks]

    queries()
    few = queries()
    for number in range(30):
        DelegateFactory(delegation=delegation, order=10 + number)

    assert queries() == few


def test_head_is_appointed_and_steps_down(
    organizer: Client, delegation: Delegation, three: list[Delegate]
) -> None:
    url = row_url(three[1], "appoint_head")

    organizer.post(url, {"leads": "yes"})
    assert head_of(delegation) == three[1]

    organizer.post(url, {"leads": "no"})
    assert head_of(delegation) is None
    assert {event.action for event in AuditEvent.objects.all()} == {"delegation.head_appointed"}


def head_of(delegation: Delegation) -> Delegate | None:
    return Delegation.objects.select_related("head").get(pk=delegation.pk).head


def pressed(client: Client, delegate: Delegate, words: str) -> Any:
    """The answer to a button of the menu of the person's row."""
    page = client.get(sheet_url(delegate.delegation)).content.decode()
    return sent_by(client, page[page.index(f'id="member-{delegate.pk}"') :], words)


def sent_by(client: Client, page: str, words: str) -> Any:
    button = r'formaction="([^"]*)" name="([^"]*)" value="([^"]*)"[^>]*>'
    url, name, value = re.findall(f"{button}{words}<", page)[0]
    return client.post(url, {name: value}, follow=True)


def told(answer: Any) -> list[str]:
    return [strip_tags(str(message)) for message in answer.context["messages"]]


def test_who_leads_is_said_and_undone(
    organizer: Client, delegation: Delegation, three: list[Delegate]
) -> None:
    """Undone, the former head leads again, or nobody; what is undone is undone in turn."""
    first, second, _third = three
    make, confirm = "Make head of delegation", "Head to be confirmed"
    steps = []

    def step(answer: Any) -> str:
        steps.append((told(answer), head_of(delegation)))
        return str(answer.content.decode())

    page = step(pressed(organizer, first, make))
    step(sent_by(organizer, page, "Undo"))
    step(pressed(organizer, first, make))
    page = step(pressed(organizer, second, make))
    step(sent_by(organizer, page, "Undo"))
    page = step(pressed(organizer, first, confirm))
    step(sent_by(organizer, page, "Undo"))

    leads = [f"{first} now leads {delegation}. Undo"]
    nobody = [f"Head of {delegation} to be confirmed. Undo"]
    assert steps == [
        (leads, first),
        (nobody, None),
        (leads, first),
        ([f"{second} now leads {delegation}. Undo"], second),
        (leads, first),
        (nobody, None),
        (leads, first),
    ]


def test_undoing_that_comes_late_or_twice_dismisses_nobody_else(
    organizer: Client, delegation: Delegation, three: list[Delegate]
) -> None:
    first, second, _third = three
    page = pressed(organizer, first, "Make head of delegation").content.decode()
    pressed(organizer, second, "Make head of delegation")
    before = AuditEvent.objects.count()

    answers = [sent_by(organizer, page, "Undo") for _time in range(2)]

    assert [told(answer) for answer in answers] == [[], []]
    assert (head_of(delegation), AuditEvent.objects.count()) == (second, before)


def test_order_is_explained_with_the_neighbours_or_whom_one_chooses(
    organizer: Client, conference: Conference
) -> None:
    _first, middle, _last, other = (
        DelegationFactory(conference=conference, name=words(name))
        for name in ("Andorra", "Ghana", "Zambia", "Zimbabwe")
    )
    elsewhere = DelegationFactory()
    url = here("delegates_delegation_order", middle.pk)

    def compared(**query: object) -> list[str]:
        said = organizer.get(url, query).context["said"]
        return [sentences[0] for sentences in said]

    assert compared() == ["Andorra comes before Ghana.", "Ghana comes before Zambia."]
    assert compared(**{"with": other.pk}) == ["Ghana comes before Zimbabwe."]
    assert compared(**{"with": elsewhere.pk}) == []


# All of them


def test_those_whom_the_page_showed_are_approved(
    organizer: Client, delegation: Delegation, three: list[Delegate]
) -> None:
    shown = organizer.get(sheet_url(delegation)).context["sheet"].standing.pending
    DelegateFactory(delegation=delegation, given_name="Since")
    stranger = DelegateFactory(delegation__conference=delegation.conference)
    pending = ",".join(map(str, [*shown, stranger.pk]))

    url = here("delegates_delegation_approve", delegation.pk)
    asked = organizer.post(url, {"pending": pending})
    answer = confirmed(organizer, url, asked)

    approved = Delegate.objects.filter(accreditation=Accreditation.APPROVED)
    assert {row.given_name for row in approved} == {"Aziz", "Bahrom", "Davlat"}
    assert "Approve 3 delegates</button>" in asked.content.decode()
    assert answer.redirect_chain == [(sheet_url(delegation), 302)]


def test_forty_three_are_asked_about_once_and_approved_in_the_background(
    organizer: Client, delegation: Delegation
) -> None:
    DelegateFactory.create_batch(43, delegation=delegation)
    shown = organizer.get(sheet_url(delegation)).context["sheet"].standing.pending

    url = here("delegates_delegation_approve", delegation.pk)

    asked = organizer.post(url, {"pending": ",".join(map(str, shown))})
    before = BackgroundJob.objects.count()
    answer = confirmed(organizer, url, asked)

    job = BackgroundJob.objects.get()
    assert "Approve 43 delegates</button>" in asked.content.decode()
    assert (before, job.total) == (0, 43)
    assert answer.redirect_chain[0][0].endswith(f"/backgroundjob/{job.pk}/change/")


def test_badges_are_sent_to_print_from_the_sheet(organizer: Client, delegation: Delegation) -> None:
    types.install_personal(delegation.conference)
    delegate = DelegateFactory(delegation=delegation, approved=True)
    page = organizer.get(sheet_url(delegation)).content.decode()
    url = here("delegates_delegation_act", delegation.pk, "print_badges")

    answer = organizer.post(url)

    assert f'action="{url}"' in page
    assert answer.context["title"] == "Send badges to print"
    assert str(delegate.pk) in answer.content.decode()
    led = organizer.get(url, follow=True, headers={"accept": "text/html"}).redirect_chain
    assert led[-1] == (here("delegates_delegation_change", delegation.pk), 302)
    assert (
        organizer.post(here("delegates_delegation_act", delegation.pk, "nothing")).status_code
        == 404
    )


def said_below_the_name(page: str) -> list[str]:
    (known,) = re.findall(r'<p class="sheet-known">(.*?)</p>', page, re.DOTALL) or [""]
    found = re.findall(r'<span class="state state-(\w+)">(.*?)</span>', known)
    return [f"{mark}: {words.strip(chr(0x2068) + chr(0x2069))}" for mark, words in found]


def test_organizer_reads_how_the_registration_stands_and_undoes_a_confirmation(
    organizer: Client, delegation: Delegation
) -> None:
    conference, now = delegation.conference, timezone.now()
    DelegationTaskFactory(conference=conference, due_at=now - dt.timedelta(hours=1))
    FocalPointInvitationFactory(
        delegation=delegation, name="Ana", invited_at=now, invited_by=UserFactory(), ends_at=now
    )
    Delegation.objects.filter(pk=delegation.pk).update(reopened_until=AT)
    assert said_below_the_name(organizer.get(sheet_url(delegation)).text) == [
        "bad: 1 task overdue",
        "wait: Invited, not answered yet: Ana",
    ]
    Delegation.objects.filter(pk=delegation.pk).update(reopened_until=now + dt.timedelta(days=1))

    confirmed_page = organizer.post(
        here("delegates_delegation_confirm", delegation.pk), follow=True
    ).text
    undone = organizer.post(
        here("delegates_delegation_undo-confirmation", delegation.pk), follow=True
    ).text

    first, second, *_others = said_below_the_name(confirmed_page)
    by = AuditEvent.objects.get(action="delegation.confirmed").by
    assert re.fullmatch(rf"good: Confirmed on .* by {by}", first)
    assert second.startswith("wait: Registration reopened until the end of ")
    assert "Confirm the delegation" not in confirmed_page
    assert "Undo the confirmation" in confirmed_page
    assert "Confirm the delegation" in undone
    delegation.refresh_from_db()
    assert delegation.confirmed_at is None
    assert AuditEvent.objects.filter(action="delegation.confirmation_undone").count() == 1


def test_replacement_is_said_beside_both_on_the_sheet_and_in_the_list(
    organizer: Client, delegation: Delegation
) -> None:
    """Nothing of a draft beside somebody else, nor once one of the two has gone."""
    former = DelegateFactory(delegation=delegation, approved=True)
    new = DelegateFactory(delegation=delegation)
    Delegate.objects.filter(pk=new.pk).update(replaces=former)
    pages = (sheet_url(delegation), here("delegates_delegate_changelist"))

    def said() -> list[list[str]]:
        found = []
        for url in pages:
            page = organizer.get(url).text
            words = re.findall(r">\u2068?((?:In place of|To be replaced by) [^<\u2069]+)", page)
            found.append(words)
        return found

    both = {f"In place of {former}", f"To be replaced by {new}"}
    assert [set(each) for each in said()] == [both, both]
    Delegate.with_drafts.filter(pk=new.pk).update(accreditation=Accreditation.DRAFT)
    assert said() == [[f"In place of {former}"]] * 2
    Delegate.objects.filter(pk=former.pk).update(accreditation=Accreditation.WITHDRAWN)
    assert said() == [[], []]


def test_officer_for_some_reads_nothing_of_a_replacement(
    client: Client, delegation: Delegation
) -> None:
    """The other of the two may be somebody whom they do not see."""
    former = DelegateFactory(delegation=delegation, approved=True)
    new = DelegateFactory(delegation=delegation)
    Delegate.objects.filter(pk=new.pk).update(replaces=former)
    scope = StaffScopeFactory(conference=delegation.conference)
    ScopeLineFactory(conference=delegation.conference, scope=scope, kind=delegation.kind)
    role = StaffRoleFactory(
        conference=delegation.conference, role=Role.REGISTRATION_OFFICER, scope=scope
    )
    client.force_login(role.user)

    page = client.get(sheet_url(delegation)).text

    assert new.family_name.upper() in page
    assert "replaced by" not in page
    assert "In place of" not in page
