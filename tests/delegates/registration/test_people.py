"""The form of focal points: filled in, kept while it is typed, handed in, and how people leave."""

import datetime as dt
import html
import re
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.crypto import get_random_string

from conference.addresses import admin_url
from conference.choices import ConferenceState, Role
from conference.errors import DomainError
from conference.models import AuditEvent, User
from delegates.choices import Accreditation, Position
from delegates.models import (
    Delegate,
    Delegation,
    FocalPoint,
    FormDraft,
    KnownApart,
    Proposal,
    RegistrationSettings,
    Submission,
)
from delegates.quotas import places
from delegates.services import moving
from delegates.services.registration import focal_points, self_registration
from delegates.services.review import accreditation, handing_in, proposals
from delegates.sheet.contents import name_of
from tests.factories import (
    AT,
    CountryFactory,
    DelegateFactory,
    DelegationFactory,
    FocalPointFactory,
    QuotaFactory,
    RegistrationFieldFactory,
    RegistrationSettingsFactory,
    StaffRoleFactory,
    UserFactory,
    words,
)
from tests.page_forms import forms_of
from tests.races import while_uncommitted

COOKIE = settings.CSRF_COOKIE_NAME
HOUR = dt.timedelta(hours=1)
PERSON = {
    "position": "member",
    "honorific": "Dr",
    "given_name": "Ágnes",
    "family_name": "SZABÓ",
    "function": "Director",
}


@pytest.fixture
def delegation() -> Delegation:
    found: Delegation = DelegationFactory(conference__state=ConferenceState.DRAFT)
    RegistrationSettingsFactory(
        conference=found.conference, opens_at=timezone.now() - HOUR, closes_at=None
    )
    for column in ("position", "honorific", "given_name", "family_name", "function", "phone"):
        RegistrationFieldFactory(conference=found.conference, column=column)
    return found


def require(delegation: Delegation, column: str) -> None:
    RegistrationFieldFactory(conference=delegation.conference, column=column, is_required=True)


@pytest.fixture
def focal_point(delegation: Delegation) -> User:
    user: User = FocalPointFactory(delegation=delegation).user
    return user


@pytest.fixture
def site(client: Client, focal_point: User) -> Client:
    client.force_login(focal_point)
    return client


def close(delegation: Delegation) -> None:
    rows = RegistrationSettings.objects.for_conference(delegation.conference)
    rows.update(closes_at=timezone.now())


def address(name: str, row: Delegation | Delegate) -> str:
    if isinstance(row, Delegate):
        return reverse(
            f"registration:{name}", args=[row.conference.slug, row.delegation_id, row.pk]
        )
    return reverse(f"registration:{name}", args=[row.conference.slug, row.pk])


def people_of(delegation: Delegation) -> list[Delegate]:
    return list(Delegate.with_drafts.filter(delegation=delegation).order_by("order"))


def test_who_is_added_is_a_draft_that_nobody_else_knows_of(
    site: Client, delegation: Delegation
) -> None:
    form = site.get(address("add_people", delegation))
    assert form.status_code == 200
    assert 'name="given_name"' in form.text

    answer = site.post(address("add_people", delegation), PERSON)

    (row,) = people_of(delegation)
    assert answer["Location"].endswith(f"#member-{row.pk}")
    assert row.accreditation == Accreditation.DRAFT
    assert (row.given_name, row.honorific, row.function) == ("Ágnes", "Dr", "Director")
    assert not Delegate.objects.filter(pk=row.pk).exists()
    assert "SZABÓ" in site.get(address("delegation", delegation)).text


def test_form_that_is_sent_twice_adds_one_person(site: Client, delegation: Delegation) -> None:
    sent = PERSON | {"form_key": str(uuid4())}

    for _time in range(2):
        assert site.post(address("add_people", delegation), sent).status_code == 302

    assert len(people_of(delegation)) == 1


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    site: Client, delegation: Delegation
) -> None:
    page = site.post(
        address("add_people", delegation), PERSON | {"family_name": "", "given_name": ""}
    )

    assert page.status_code == 200
    assert "A delegate needs a given name or a family name." in page.text
    assert 'value="Director"' in page.text
    assert people_of(delegation) == []


@pytest.mark.parametrize("text", ["\u202eevil", "Z" * 10_000, "Z" + "\u0301" * 200])
def test_letters_that_nobody_types_are_refused_in_words(
    site: Client, delegation: Delegation, text: str
) -> None:
    page = site.post(address("add_people", delegation), PERSON | {"family_name": text})

    assert page.status_code == 200
    assert 'role="alert"' in page.text
    assert people_of(delegation) == []


def test_fields_that_only_officers_say_are_neither_asked_nor_taken(
    site: Client, delegation: Delegation
) -> None:
    other = DelegationFactory(conference=delegation.conference)
    assert 'name="category"' not in site.get(address("add_people", delegation)).text

    site.post(
        address("add_people", delegation),
        PERSON | {"listing": "counted", "delegation": other.pk, "accreditation": "approved"},
    )

    (row,) = people_of(delegation)
    assert (row.listing, row.accreditation) == ("listed", Accreditation.DRAFT)


def test_it_is_corrected_until_somebody_has_decided(
    site: Client, delegation: Delegation, focal_point: User
) -> None:
    site.post(address("add_people", delegation), PERSON)
    (row,) = people_of(delegation)
    changed = PERSON | {"function": "Minister"}

    site.post(address("open_person", row), changed)
    row.refresh_from_db()
    assert row.function == "Minister"

    handing_in.submit(delegate=row, by=focal_point, at=timezone.now())
    accreditation.reject(delegate=row, reason="Late", by=UserFactory(), at=timezone.now())
    site.post(address("open_person", row), PERSON | {"function": "King"})
    row.refresh_from_db()
    assert row.function == "Minister"
    with pytest.raises(DomainError, match="is rejected or withdrawn"):
        self_registration.change(
            delegate=row, fields={"function": "King"}, by=focal_point, at=timezone.now()
        )


def test_version_that_somebody_else_saved_meanwhile_is_not_overwritten(
    site: Client, delegation: Delegation
) -> None:
    row = DelegateFactory(delegation=delegation, function="Director")
    page = site.get(address("open_person", row))
    loaded = page.context["form"]["loaded_values"].value()
    Delegate.objects.filter(pk=row.pk).update(function="Minister")

    page = site.post(
        address("open_person", row), PERSON | {"function": "Adviser", "loaded_values": loaded}
    )

    assert "Somebody else saved this record" in page.text
    row.refresh_from_db()
    assert row.function == "Minister"


def test_what_is_to_be_corrected_is_marked(site: Client, delegation: Delegation) -> None:
    row = DelegateFactory(delegation=delegation)
    accreditation.return_(
        delegate=row,
        fields=["function"],
        reason="As on the note verbale.",
        by=UserFactory(),
        at=timezone.now(),
    )

    page = site.get(address("open_person", row)).text

    assert "As on the note verbale." in page
    assert page.count("data-to-correct") == 1


def test_what_is_to_be_corrected_is_said_without_the_reason_that_another_delegation_read(
    site: Client, delegation: Delegation
) -> None:
    by = UserFactory(is_superuser=True)
    row = DelegateFactory(delegation=DelegationFactory(conference=delegation.conference))
    accreditation.return_(
        delegate=row, fields=["function"], reason="As agreed", by=by, at=timezone.now()
    )
    row.refresh_from_db()

    moving.move(delegate=row, delegation=delegation, by=by, at=timezone.now())

    page = site.get(address("open_person", row)).text
    assert re.findall("To be corrected: (.*?)<", page) == ["Function"]
    assert ("As agreed" in page, '<p dir="auto"></p>' in page) == (False, False)


def test_what_is_typed_is_kept_for_who_typed_it_alone(
    site: Client, delegation: Delegation, focal_point: User
) -> None:
    colleague = Client()
    colleague.force_login(FocalPointFactory(delegation=delegation).user)

    answer = site.post(
        address("typed", delegation),
        {"given_name": "Á", "family_name": "Sz", "accreditation": "approved", "evil": "x"},
    )

    assert answer.status_code == 204
    draft = FormDraft.objects.get()
    assert draft.typed == {"given_name": "Á", "family_name": "Sz"}
    page = site.get(address("add_people", delegation)).text
    assert 'value="Sz"' in page
    assert "not saved yet" in page
    assert 'value="Sz"' not in colleague.get(address("add_people", delegation)).text

    site.post(address("add_people", delegation), PERSON)
    assert not FormDraft.objects.exists()


def typed_by(site: Client, page: str) -> dict[str, str]:
    (word,) = re.findall(r'name="typed_by" value="([^"]+)"', site.get(page).text)
    return {"typed_by": word}


@pytest.mark.parametrize("name", ["add_people", "typed"])
def test_form_that_is_sent_after_the_sign_in_ended_waits_for_whoever_typed_it(
    site: Client, delegation: Delegation, focal_point: User, name: str
) -> None:
    other = FocalPointFactory(delegation=delegation).user
    page = address("add_people", delegation)
    said = typed_by(site, page)
    site.logout()

    answer = site.post(address(name, delegation), PERSON | said)

    assert answer.status_code == 302
    assert reverse("account_login") in answer["Location"]
    site.force_login(other)
    assert "Ágnes" not in site.get(page).text
    site.force_login(focal_point)
    assert 'value="Ágnes"' in site.get(page).text
    assert people_of(delegation) == []


def test_nothing_is_kept_for_anybody_by_a_word_that_was_not_given_to_them(
    site: Client, delegation: Delegation, focal_point: User
) -> None:
    elsewhere = FocalPointFactory(user=focal_point).delegation
    said = typed_by(site, address("add_people", delegation))
    of_person = DelegateFactory(delegation=elsewhere)
    site.logout()

    for path, word in (
        (address("add_people", delegation), {}),
        (address("add_people", delegation), {"typed_by": said["typed_by"][:-1] + "_"}),
        (address("add_people", delegation), said | {"function": "a\0b"}),
        (address("add_people", elsewhere), said),
        (address("open_person", of_person), said),
    ):
        assert site.post(path, PERSON | word).status_code == 302
    FocalPoint.objects.filter(delegation=delegation).update(revoked_at=AT, revoked_by=focal_point)
    site.post(address("add_people", delegation), PERSON | said)

    assert not FormDraft.objects.exists()


def test_what_was_typed_over_somebody_is_shown_and_can_be_discarded(
    site: Client, delegation: Delegation
) -> None:
    row = DelegateFactory(delegation=delegation, function="Director")
    site.post(address("typed", row), {"function": "Minister"})
    assert 'value="Minister"' in site.get(address("open_person", row)).text

    site.post(address("typed", row), {"discard": "yes"})

    assert 'value="Director"' in site.get(address("open_person", row)).text
    row.refresh_from_db()
    assert row.function == "Director"


def test_draft_of_a_form_does_not_undo_what_somebody_else_saved_meanwhile(
    site: Client, delegation: Delegation
) -> None:
    row = DelegateFactory(delegation=delegation, function="Director", phone="+992 1 111")
    names = ("position", "given_name", "family_name", "function", "phone", "loaded_values")
    form = site.get(address("open_person", row)).context["form"]
    loaded = {name: form[name].value() or "" for name in names}
    typed = loaded | {"function": "Minister"}
    site.post(address("typed", row), typed)
    Delegate.objects.filter(pk=row.pk).update(function="Adviser", phone="+992 2 222")

    form = site.get(address("open_person", row)).context["form"]
    shown = {name: form[name].value() or "" for name in names}
    page = site.post(address("open_person", row), shown)

    assert (shown["function"], shown["phone"]) == ("Minister", "+992 2 222")
    assert "Somebody else saved this record" in page.text
    assert "Now stored: “Adviser”. In your form: “Minister”." in page.text
    assert "In your form: “+992" not in page.text
    row.refresh_from_db()
    assert row.function == "Adviser"
    again = shown | {"loaded_values": page.context["form"]["loaded_values"].value()}
    site.post(address("open_person", row), again)
    row.refresh_from_db()
    assert (row.function, row.phone) == ("Minister", "+992 2 222")


@pytest.mark.parametrize("name", ["add_people", "typed"])
def test_form_whose_secret_a_later_sign_in_renewed_is_kept(
    delegation: Delegation, focal_point: User, name: str
) -> None:
    """In another tab, after the sign-in had ended."""
    site = Client(enforce_csrf_checks=True)
    site.force_login(focal_point)
    path = address("add_people", delegation)
    said = typed_by(site, path) | {"csrfmiddlewaretoken": site.cookies[COOKIE].value}
    site.logout()
    site.force_login(focal_point)
    site.get(path)
    site.cookies[COOKIE] = get_random_string(32)

    refused = site.post(address(name, delegation), PERSON | said)

    assert refused.status_code == 403
    assert f'href="{address(name, delegation)}"' in refused.text
    assert 'value="Ágnes"' in site.get(path).text
    stranger = Client(enforce_csrf_checks=True)
    unkept = stranger.post(address(name, delegation), PERSON | {"typed_by": "x"})
    assert unkept.status_code == 403
    assert "what you typed is there" in refused.text
    assert "what you typed is there" not in unkept.text
    assert FormDraft.objects.count() == 1


def test_what_was_typed_until_registration_closed_is_there_to_be_copied(
    site: Client, delegation: Delegation
) -> None:
    draft = DelegateFactory(delegation=delegation, accreditation=Accreditation.DRAFT)
    kept = DelegateFactory(delegation=delegation, accreditation=Accreditation.DRAFT)
    site.post(address("typed", kept), {"function": "Chancellor"})
    close(delegation)

    for path in (address("add_people", delegation), address("open_person", draft)):
        page = site.post(path, PERSON | {"function": "Harbour master"}).text
        assert "Nothing was saved" in page
        assert page.count("Harbour master") == 1
    assert draft.function in page
    assert f"<h1><bdi>{name_of(draft)}</bdi></h1>" in page
    assert "Chancellor" in site.get(address("open_person", kept)).text
    assert "Registration closed on" in page
    assert f'<a href="{address("messages", delegation)}"' in page
    assert {row.function for row in people_of(delegation)} == {draft.function, kept.function}


@pytest.mark.django_db(transaction=True)
def test_why_nothing_was_kept_of_a_form_is_said_where_the_access_ended_meanwhile(
    site: Client, delegation: Delegation, focal_point: User
) -> None:
    close(delegation)
    point = FocalPoint.objects.get(user=focal_point)

    page = while_uncommitted(
        lambda: focal_points.revoke(focal_point=point, by=focal_point, at=timezone.now()),
        lambda: site.post(address("add_people", delegation), PERSON),
    ).text

    assert "Nothing was saved" in page
    assert "You are no longer a focal point of this delegation." in page
    assert not FormDraft.objects.exists()


def test_what_was_typed_after_registration_closed_is_in_the_form_once_it_is_reopened(
    site: Client, delegation: Delegation
) -> None:
    draft = DelegateFactory(delegation=delegation, accreditation=Accreditation.DRAFT)
    paths = (address("add_people", delegation), address("open_person", draft))
    close(delegation)
    for path in paths:
        page = site.post(
            path,
            PERSON | {"function": "Harbour master", "photo": SimpleUploadedFile("me.jpg", b"x")},
        ).text
        assert "The file that you chose is not kept." in page
        assert "Harbour master" in site.get(path).text

    Delegation.objects.filter(pk=delegation.pk).update(
        reopened_until=timezone.now() + dt.timedelta(hours=1)
    )

    for path in paths:
        assert 'value="Harbour master"' in site.get(path).text
    site.post(address("typed", delegation), {"discard": "yes"})
    assert "Harbour master" not in site.get(paths[0]).text


def test_name_in_own_script_without_its_language_is_marked_there(
    site: Client, delegation: Delegation
) -> None:
    for column in ("own_name", "own_name_language", "own_given_name", "own_family_name"):
        RegistrationFieldFactory(conference=delegation.conference, column=column)

    page = site.post(address("add_people", delegation), PERSON | {"own_family_name": "Ҷамшед"}).text

    assert "Say which language this name is in." in page
    assert '<a href="#id_own_name_language">' in page


def test_page_says_until_when_registration_is_open(site: Client, delegation: Delegation) -> None:
    def said() -> list[str]:
        pages = (address("delegation", delegation), reverse("registration:mine"))
        found = [
            re.search(r"Registration (?:is|opens|closed)[^<]*?\.", site.get(p).text) for p in pages
        ]
        return sorted({match[0] for match in found if match})

    def registration(**times: dt.datetime | None) -> None:
        RegistrationSettings.objects.update(**times)

    at = dt.datetime(2034, 5, 1, 7, tzinfo=dt.UTC)
    long_ago = dt.datetime(2018, 5, 1, 7, tzinfo=dt.UTC)
    assert said() == []
    registration(closes_at=at)
    assert said() == ["Registration is open until 1 May 2034, 12:00."]
    registration(opens_at=at, closes_at=None)
    assert said() == ["Registration opens on 1 May 2034, 12:00."]
    registration(opens_at=long_ago - dt.timedelta(days=1), closes_at=long_ago)
    assert said() == ["Registration closed on 1 May 2018, 12:00."]
    Delegation.objects.filter(pk=delegation.pk).update(reopened_until=at)
    assert said() == ["Registration is open until 1 May 2034, 12:00."]
    RegistrationSettings.objects.all().delete()
    Delegation.objects.filter(pk=delegation.pk).update(reopened_until=None)
    assert said() == ["Registration is not open now."]


def test_what_nobody_came_back_for_is_swept(delegation: Delegation, focal_point: User) -> None:
    at = timezone.now()
    self_registration.keep_typed(
        delegation=delegation, delegate=None, typed={"function": "x"}, by=focal_point, at=at
    )

    self_registration.sweep_typed(at=at + dt.timedelta(days=29))
    assert FormDraft.objects.exists()
    self_registration.sweep_typed(at=at + dt.timedelta(days=31))
    assert not FormDraft.objects.exists()


def test_all_that_is_ready_is_handed_in_and_kept_as_it_was(
    site: Client, delegation: Delegation, focal_point: User
) -> None:
    for name in ("ALPHA", "BETA"):
        site.post(address("add_people", delegation), PERSON | {"family_name": name})
    page = site.get(address("hand_in", delegation)).text
    assert "Hand in 2 people" in page

    answer = site.post(address("hand_in", delegation), follow=True)

    assert "2 people are handed in." in answer.text
    rows = people_of(delegation)
    assert {row.accreditation for row in rows} == {Accreditation.SUBMITTED}
    submission = Submission.objects.get()
    assert (submission.handed_in_by, submission.people.count()) == (focal_point, 2)
    assert {one.version.family_name for one in submission.people.all()} == {"ALPHA", "BETA"}
    assert {one.version.accreditation for one in submission.people.all()} == {"submitted"}
    assert AuditEvent.objects.filter(action="delegation.handed_in").count() == 1
    assert site.get(address("hand_in", delegation)).status_code == 302
    assert "Nobody is left" in site.post(address("hand_in", delegation), follow=True).text


def test_whoever_lacks_what_is_required_stays_behind_and_holds_up_nobody(
    site: Client, delegation: Delegation
) -> None:
    require(delegation, "email")
    site.post(address("add_people", delegation), PERSON | {"email": "a@example.org"})
    site.post(address("add_people", delegation), PERSON | {"family_name": "BETA"})
    assert "E-mail *" in site.get(address("add_people", delegation)).text
    page = site.get(address("hand_in", delegation)).text
    assert "Hand in 1 person" in page
    assert "Missing: E-mail" in page

    said = site.post(address("hand_in", delegation), follow=True).text

    assert "1 person is handed in." in said
    assert "1 person stays a draft" in said
    states = [row.accreditation for row in people_of(delegation)]
    assert states == [Accreditation.SUBMITTED, Accreditation.DRAFT]
    again = site.post(address("hand_in", delegation), follow=True).text
    assert "Something is missing of everybody" in again


def test_whoever_finds_no_place_waits_and_the_page_says_so(
    site: Client, delegation: Delegation
) -> None:
    QuotaFactory(conference=delegation.conference, kind=None, delegation=delegation, places=1)
    for name in ("ALPHA", "BETA"):
        site.post(address("add_people", delegation), PERSON | {"family_name": name})
    before = site.get(address("hand_in", delegation)).text
    assert "1 person here has a place." in before
    assert "1 person will wait until a place is free." in before
    assert "0 of 1 place" in before
    assert before.index("BETA") < before.index("Will wait for a place")
    assert before.count("Will wait for a place") == 1

    said = site.post(address("hand_in", delegation), follow=True).text

    assert "1 person is handed in." in said
    assert "1 person waits for a place." in said
    states = [row.accreditation for row in people_of(delegation)]
    assert states == [Accreditation.SUBMITTED, Accreditation.WAITING]
    assert Submission.objects.get().people.count() == 2


@pytest.mark.parametrize(("leads", "in_order"), [("", "CBA"), ("B", "BCA")])
def test_order_of_the_delegation_decides_who_waits_for_a_place_the_head_first(
    site: Client, delegation: Delegation, leads: str, in_order: str
) -> None:
    QuotaFactory(conference=delegation.conference, kind=None, delegation=delegation, places=1)
    for name in "ABC":
        site.post(address("add_people", delegation), PERSON | {"family_name": name})
    person = {row.family_name: row for row in people_of(delegation)}
    site.post(address("reorder", person["A"]), {"before": ""})
    site.post(address("reorder", person["C"]), {"before": str(person["B"].pk)})
    if leads:
        site.post(address("appoint_head", person[leads]), {"leads": "yes"})
    before = site.get(address("hand_in", delegation)).context["rows"]

    site.post(address("hand_in", delegation))

    assert [row["will_wait"] for row in before] == [False, True, True]
    waiting = [
        row.family_name
        for row in people_of(delegation)
        if row.accreditation == Accreditation.WAITING
    ]
    assert sorted(waiting) == sorted(in_order[1:])
    line = [one.pk for one in places.line_of(delegation.conference)]
    assert line == [person[name].pk for name in in_order[1:]]


def test_only_what_the_conference_asks_is_asked_and_taken(
    site: Client, delegation: Delegation
) -> None:
    assert 'name="email"' not in site.get(address("add_people", delegation)).text

    site.post(address("add_people", delegation), PERSON | {"email": "a@example.org"})

    assert [row.email for row in people_of(delegation)] == [""]


def test_spouse_of_somebody_of_another_delegation_is_neither_offered_nor_taken(
    site: Client, delegation: Delegation
) -> None:
    RegistrationFieldFactory(conference=delegation.conference, column="spouse_of")
    other = DelegateFactory(
        delegation=DelegationFactory(conference=delegation.conference), family_name="SECRET"
    )
    own = DelegateFactory(delegation=delegation, family_name="MINISTER")
    page = site.get(address("add_people", delegation)).text
    assert "MINISTER" in page
    assert "SECRET" not in page

    answer = site.post(address("add_people", delegation), PERSON | {"spouse_of": str(other.pk)})
    assert answer.status_code == 200
    assert "SECRET" not in answer.text
    site.post(address("add_people", delegation), PERSON | {"spouse_of": str(own.pk)})

    assert [row.spouse_of for row in people_of(delegation) if row != own] == [own]


@pytest.fixture
def approved(delegation: Delegation) -> Delegate:
    row: Delegate = DelegateFactory(
        delegation=delegation, function="Director", phone="+36 1 000", honorific=""
    )
    accreditation.approve(delegate=row, by=UserFactory(), at=timezone.now())
    row.refresh_from_db()
    return row


def propose(site: Client, row: Delegate, **changed: str) -> Any:
    known = {
        "position": row.position,
        "given_name": row.given_name,
        "family_name": row.family_name,
        "function": row.function,
        "phone": row.phone,
    }
    return site.post(address("open_person", row), known | changed, follow=True)


def form_in(page: str) -> dict[str, list[str] | str]:
    """What the form of a person sends, as it stands."""
    (found,) = [form for form in forms_of(page) if "given_name" in form.values]
    return dict(found.values)


def test_of_whoever_is_approved_what_matters_waits_and_the_rest_is_changed_at_once(
    site: Client, approved: Delegate
) -> None:
    assert "Function ○" in site.get(address("open_person", approved)).text

    page = propose(site, approved, phone="+36 1 234", function="Minister")

    assert "holds until an officer takes it over" in page.text
    approved.refresh_from_db()
    assert (approved.phone, approved.function) == ("+36 1 234", "Director")
    assert approved.accreditation == Accreditation.APPROVED
    proposal = Proposal.objects.get()
    assert (proposal.values, proposal.is_open) == ({"function": "Minister"}, True)
    again = site.get(address("open_person", approved)).text
    assert "wait for an officer" in again
    assert "Minister" in again


def test_whoever_is_approved_is_called_as_they_were_approved_after_another_name_is_proposed(
    site: Client, approved: Delegate
) -> None:
    called = name_of(approved)

    page = propose(site, approved, family_name="Kiss").text

    assert f"{called} is saved." in page
    assert "KISS" not in page


def test_what_is_proposed_again_joins_what_waits_and_what_is_as_it_was_is_dropped(
    site: Client, approved: Delegate, focal_point: User
) -> None:
    propose(site, approved, function="Minister")
    propose(site, approved, function="Minister", family_name="NAGY")
    assert Proposal.objects.get().values == {"function": "Minister", "family_name": "NAGY"}

    for name in ("function", "family_name"):
        self_registration.change(
            delegate=approved,
            fields={name: getattr(approved, name)},
            by=focal_point,
            at=timezone.now(),
        )

    assert not Proposal.objects.exists()
    dropped = AuditEvent.objects.get(action="delegate.proposal_dropped")
    told = (dropped.target_id, dropped.by, dropped.fields, dropped.detail)
    assert told == (approved.pk, focal_point, [], {})


def test_form_shows_what_is_proposed_to_be_corrected_beside_what_is_registered(
    site: Client, approved: Delegate
) -> None:
    propose(site, approved, function="Minister")
    before = Proposal.objects.get()

    page = site.get(address("open_person", approved)).text
    sent = form_in(page)
    site.post(address("open_person", approved), sent | {"phone": "+36 1 999"})
    untouched = Proposal.objects.get()
    newer = form_in(site.get(address("open_person", approved)).text)
    site.post(address("open_person", approved), newer | {"function": "Director"})

    assert sent["function"] == ["Minister"]
    assert "Registered: <bdi>Director</bdi>" in re.sub("</?span>", "", page)
    assert (untouched.pk, untouched.proposed_at) == (before.pk, before.proposed_at)
    assert not Proposal.objects.exists()
    approved.refresh_from_db()
    assert (approved.phone, approved.function) == ("+36 1 999", "Director")


def test_form_that_was_opened_before_another_proposed_overwrites_nothing_unasked(
    site: Client, approved: Delegate
) -> None:
    sent = form_in(site.get(address("open_person", approved)).text)
    propose(site, approved, function="Minister")

    answer = site.post(address("open_person", approved), sent | {"phone": "+36 1 999"}).text

    assert "Now stored: “Minister”. In your form: “Director”." in html.unescape(answer)
    assert Proposal.objects.get().values == {"function": "Minister"}


def test_what_waits_is_taken_back_by_whoever_registers_the_delegation(
    site: Client, approved: Delegate, focal_point: User
) -> None:
    propose(site, approved, function="Minister")
    page = site.get(address("open_person", approved)).text
    where = address("take_back", approved)

    answer = site.post(where, follow=True).text
    again = site.post(where, follow=True).text

    assert f'action="{where}"' in page
    assert "what was approved holds" in answer
    assert where not in answer
    assert "Nothing waits: it was decided on" in again
    assert not Proposal.objects.exists()
    event = AuditEvent.objects.get(action="delegate.proposal_dropped")
    told = (event.target_id, event.by, event.fields)
    assert told == (approved.pk, focal_point, ["function"])


def test_what_was_decided_on_is_not_taken_back(site: Client, approved: Delegate) -> None:
    propose(site, approved, function="Minister")
    proposals.take(proposal=Proposal.objects.get(), by=UserFactory(), at=timezone.now())

    site.post(address("take_back", approved))

    assert Proposal.objects.get().is_taken


def test_what_is_taken_over_becomes_theirs(site: Client, approved: Delegate) -> None:
    propose(site, approved, function="Minister", family_name="NAGY")

    proposals.take(proposal=Proposal.objects.get(), by=UserFactory(), at=timezone.now())

    approved.refresh_from_db()
    assert (approved.function, approved.family_name) == ("Minister", "NAGY")
    assert approved.accreditation == Accreditation.APPROVED
    assert Proposal.objects.get().is_taken
    with pytest.raises(DomainError, match="decided on this change already"):
        proposals.take(proposal=Proposal.objects.get(), by=UserFactory(), at=timezone.now())


def test_what_is_refused_stays_and_the_delegation_reads_why(
    site: Client, approved: Delegate
) -> None:
    propose(site, approved, function="Minister")

    with pytest.raises(DomainError, match="Give a reason"):
        proposals.refuse(
            proposal=Proposal.objects.get(), reason=" ", by=UserFactory(), at=timezone.now()
        )
    proposals.refuse(
        proposal=Proposal.objects.get(),
        reason="Not on the note verbale.",
        by=UserFactory(),
        at=timezone.now(),
    )

    approved.refresh_from_db()
    assert approved.function == "Director"
    page = site.get(address("open_person", approved)).text
    assert "These changes were refused" in page
    assert "Not on the note verbale." in page
    listed = site.get(address("delegation", approved.delegation)).text
    assert "Change refused: Not on the note verbale." in listed
    propose(site, approved, function="Minister")
    assert "Change refused" not in site.get(address("delegation", approved.delegation)).text


def test_who_replaces_somebody_says_so_in_the_list(site: Client, approved: Delegate) -> None:
    new = DelegateFactory(delegation=approved.delegation, accreditation=Accreditation.DRAFT)
    before = site.get(address("delegation", approved.delegation)).text
    Delegate.with_drafts.filter(pk=new.pk).update(replaces=approved)

    listed = site.get(address("delegation", approved.delegation)).text

    said = f"In place of {name_of(approved)}"
    assert (said in before, said in re.sub(r"<[^>]+>|[\u2068\u2069]", "", listed)) == (False, True)


@pytest.mark.parametrize("gone", [Accreditation.REJECTED, Accreditation.WITHDRAWN])
def test_who_was_to_replace_somebody_and_does_not_is_in_nobodys_place(
    site: Client, approved: Delegate, gone: Accreditation
) -> None:
    new = DelegateFactory(delegation=approved.delegation, replaces=approved)
    pages = (address("delegation", approved.delegation), address("open_person", new))
    said = f"In place of {name_of(approved)}"

    def plain(path: str) -> str:
        return re.sub(r"<[^>]+>|[\u2068\u2069]", "", site.get(path).text)

    before = [said in plain(path) for path in pages]
    end = {
        Accreditation.REJECTED: accreditation.reject,
        Accreditation.WITHDRAWN: accreditation.withdraw,
    }
    end[gone](delegate=new, reason="Late", by=UserFactory(), at=timezone.now())

    assert before == [True, True]
    assert [said in plain(path) for path in pages] == [False, False]


def test_refusal_is_said_no_longer_once_a_later_change_was_taken(
    site: Client, approved: Delegate
) -> None:
    officer = UserFactory()
    propose(site, approved, function="Minister")
    proposals.refuse(
        proposal=Proposal.objects.get(), reason="Not yet.", by=officer, at=timezone.now()
    )
    propose(site, approved, function="Deputy Minister")
    assert "Not yet." not in site.get(address("open_person", approved)).text
    proposals.take(proposal=Proposal.objects.open().get(), by=officer, at=timezone.now())

    page = site.get(address("open_person", approved)).text

    assert "Not yet." not in page
    assert "These changes were refused" not in page


def test_of_whoever_is_withdrawn_nothing_is_taken_over(site: Client, approved: Delegate) -> None:
    propose(site, approved, function="Minister")
    accreditation.withdraw(
        delegate=approved, reason="Recalled", by=UserFactory(), at=timezone.now()
    )

    with pytest.raises(DomainError, match="no longer approved"):
        proposals.take(proposal=Proposal.objects.get(), by=UserFactory(), at=timezone.now())


def test_proposed_photo_lies_apart_until_it_is_taken(approved: Delegate, focal_point: User) -> None:
    for column in ("photo",):
        RegistrationFieldFactory(conference=approved.conference, column=column)
    self_registration.change(
        delegate=approved, fields={"photo": "photos/aa/bb"}, by=focal_point, at=timezone.now()
    )
    approved.refresh_from_db()
    assert approved.photo.name == ""

    proposals.take(proposal=Proposal.objects.get(), by=UserFactory(), at=timezone.now())

    approved.refresh_from_db()
    assert approved.photo.name == "photos/aa/bb"


@pytest.mark.parametrize("is_approved", [False, True])
def test_photo_of_whoever_is_approved_is_replaced_and_never_removed(
    site: Client, delegation: Delegation, is_approved: bool
) -> None:
    RegistrationFieldFactory(conference=delegation.conference, column="photo")
    row = DelegateFactory(delegation=delegation, photo="photos/aa/bb", approved=is_approved)
    offered = 'name="photo-clear"' in site.get(address("open_person", row)).text

    propose(site, row, **{"photo-clear": "on"})

    row.refresh_from_db()
    assert (offered, row.photo.name) == (not is_approved, "photos/aa/bb" if is_approved else "")


def test_officer_reads_old_and_new_side_by_side_and_decides(
    site: Client, approved: Delegate
) -> None:
    propose(site, approved, function="Minister")
    officer = Client()
    officer.force_login(
        StaffRoleFactory(conference=approved.conference, role=Role.REGISTRATION_OFFICER).user
    )
    row = Proposal.objects.get()
    assert "Function" in officer.get(admin_address(row, "changelist")).text

    page = officer.get(admin_address(row, "change", row.pk)).text
    assert page.index("Director") < page.index("Minister")
    (read,) = re.findall(r'name="read" value="(\w+)"', page)
    answer = officer.post(admin_address(row, "decide", row.pk, "take"), {"read": read})

    assert answer.status_code == 302
    approved.refresh_from_db()
    assert approved.function == "Minister"


@pytest.mark.parametrize("has_the_page", [True, False])
def test_what_is_proposed_after_an_officer_read_the_page_is_not_taken_unread(
    site: Client, approved: Delegate, has_the_page: bool
) -> None:
    propose(site, approved, function="Minister")
    officer = Client()
    officer.force_login(
        StaffRoleFactory(conference=approved.conference, role=Role.REGISTRATION_OFFICER).user
    )
    row = Proposal.objects.get()
    page = officer.get(admin_address(row, "change", row.pk)).text
    read = re.findall(r'name="read" value="(\w+)"', page) if has_the_page else []

    propose(site, approved, function="Head of State")
    sent = {"read": read[0]} if read else {}
    officer.post(admin_address(row, "decide", row.pk, "take"), sent)

    approved.refresh_from_db()
    assert approved.function == "Director"
    assert Proposal.objects.get().is_open


def admin_address(row: Proposal, page: str, *further: object) -> str:
    return admin_url(row.conference, f"delegates_proposal_{page}", *further)


def test_who_was_never_handed_in_leaves_nothing(
    site: Client, delegation: Delegation, focal_point: User
) -> None:
    site.post(address("add_people", delegation), PERSON)
    (row,) = people_of(delegation)
    self_registration.name_head(
        delegation=delegation, delegate=row, by=focal_point, at=timezone.now()
    )
    assert "nothing about them is kept" in site.get(address("leave", row)).text

    site.post(address("leave", row))

    assert people_of(delegation) == []
    history = apps.get_model("delegates", "DelegateEvent")._default_manager
    assert not history.filter(pgh_obj_id=row.pk).exists()
    delegation.refresh_from_db()
    assert delegation.head is None


@pytest.mark.parametrize(
    ("state", "title"), [("draft", "Remove from the list: "), ("submitted", "Withdraw: ")]
)
def test_page_on_which_somebody_leaves_is_called_what_it_does(
    site: Client, delegation: Delegation, state: str, title: str
) -> None:
    row = DelegateFactory(delegation=delegation, accreditation=state)

    page = site.get(address("leave", row)).text

    assert f"<title>{title}{name_of(row)} · " in page


def test_who_was_handed_in_withdraws_for_a_reason_also_after_closing(
    site: Client, delegation: Delegation
) -> None:
    row = DelegateFactory(delegation=delegation)
    close(delegation)

    assert "Give a reason" in site.post(address("leave", row), {"reason": " "}).text
    site.post(address("leave", row), {"reason": "Recalled"})

    row.refresh_from_db()
    assert row.accreditation == Accreditation.WITHDRAWN


def test_reason_of_a_delegation_goes_with_the_person_and_is_not_on_the_trail(
    site: Client, delegation: Delegation
) -> None:
    row = DelegateFactory(delegation=delegation)

    site.post(address("leave", row), {"reason": "Ágnes SZABÓ is in hospital"})

    row.refresh_from_db()
    assert row.decision_reason == "Ágnes SZABÓ is in hospital"
    event = AuditEvent.objects.get(action="delegate.withdrawn")
    assert (event.target_id, event.detail) == (row.pk, {})


@pytest.mark.parametrize("reason", ["turned \u202eround", "a\x07bell", "x" * 1001])
def test_reason_that_nobody_types_on_purpose_withdraws_nobody(
    site: Client, delegation: Delegation, reason: str
) -> None:
    row = DelegateFactory(delegation=delegation)

    answer = site.post(address("leave", row), {"reason": reason})

    assert 'role="alert"' in answer.text
    row.refresh_from_db()
    assert row.accreditation == Accreditation.SUBMITTED
    assert row.decision_reason == ""


def test_after_closing_nobody_is_added_changed_or_handed_in(
    site: Client, delegation: Delegation
) -> None:
    draft = DelegateFactory(delegation=delegation, accreditation=Accreditation.DRAFT)
    close(delegation)

    site.post(address("add_people", delegation), PERSON)
    site.post(address("open_person", draft), PERSON | {"function": "King"})
    site.post(address("hand_in", delegation))
    site.post(address("leave", draft))
    assert site.post(address("typed", draft), PERSON).status_code == 204

    (row,) = people_of(delegation)
    assert row.accreditation == Accreditation.DRAFT
    assert row.function != "King"
    assert 'name="given_name"' not in site.get(address("open_person", row)).text


@pytest.mark.parametrize("name", ["open_person", "leave", "typed"])
def test_people_of_another_delegation_are_missing(
    site: Client, delegation: Delegation, name: str
) -> None:
    other = DelegateFactory(delegation=DelegationFactory(conference=delegation.conference))
    inside = reverse(
        f"registration:{name}", args=[delegation.conference.slug, delegation.pk, other.pk]
    )

    for url in (address(name, other), inside):
        for ask in (site.get, site.post):
            if name != "typed" or ask == site.post:
                assert ask(url).status_code == 404


def test_head_has_no_position_to_choose(
    site: Client, delegation: Delegation, focal_point: User
) -> None:
    row = DelegateFactory(delegation=delegation, position=Position.MEMBER)
    self_registration.name_head(
        delegation=delegation, delegate=row, by=focal_point, at=timezone.now()
    )

    assert 'name="position"' not in site.get(address("open_person", row)).text


def test_spelling_is_proposed_from_the_other_script_to_whoever_registers_the_delegation(
    site: Client, delegation: Delegation
) -> None:
    """Asked as one types; without a script it stands in the form that comes back."""
    for column in ("own_given_name", "own_family_name", "own_name", "own_name_language"):
        RegistrationFieldFactory(conference=delegation.conference, column=column)
    typed = {"given_name": "", "family_name": "", "own_given_name": "Содиқ"}
    typed |= {"own_family_name": "Раҳмон", "own_name_language": "tg"}

    asked = site.post(address("name_proposals", delegation), typed).text
    sent = site.post(address("add_people", delegation), PERSON | typed).text
    other = DelegationFactory()
    refused = site.post(address("name_proposals", other), typed)

    assert 'data-fills="family_name" value="Rahmon"' in asked
    assert "<bdi>Sodiq</bdi>" in sent
    assert "<bdi>Rahmon</bdi>" in sent
    assert "data-fills" not in sent
    assert refused.status_code == 404
    assert people_of(delegation) == []


def test_whoever_resembles_somebody_of_the_delegation_is_asked_about_once(
    site: Client, delegation: Delegation
) -> None:
    """And nothing is asked, or learned, of other delegations."""
    there = DelegateFactory(
        delegation=delegation, given_name="Agnes", family_name="Szabo", accreditation="draft"
    )
    beside = DelegationFactory(conference=delegation.conference)
    DelegateFactory(delegation=beside, given_name="Imre", family_name="VARGA")

    asked = site.post(address("add_people", delegation), PERSON).text
    added = len(people_of(delegation))
    site.post(address("add_people", delegation), PERSON | {"another_than": [there.pk]})
    site.post(
        address("add_people", delegation),
        PERSON | {"given_name": "Imre", "family_name": "VARGA"},
    )

    assert "This person may be in the delegation already." in asked
    assert f'name="another_than" value="{there.pk}"' in asked
    assert added == 1
    names = [row.family_name for row in people_of(delegation)]
    assert names == ["Szabo", "SZABÓ", "VARGA"]
    assert KnownApart.objects.filter(first=there).count() == 1
    second = people_of(delegation)[1]
    renamed = {"honorific": "H.E. Dr", "given_name": "Ágnes", "family_name": "SZABÓ"}
    answer = site.post(address("open_person", second), PERSON | renamed)
    assert answer.status_code == 302


def test_needs_are_read_and_said_on_a_page_of_their_own_by_the_delegation_alone(
    site: Client, delegation: Delegation
) -> None:
    row = DelegateFactory(delegation=delegation, approved=True)
    beside = DelegateFactory(delegation__conference=delegation.conference)
    close(delegation)

    answer = site.post(address("needs", row), {"dietary": "No shellfish", "access": ""})
    page = site.get(address("needs", row)).text
    person = site.get(address("open_person", row)).text

    assert answer.status_code == 302
    assert "No shellfish" in page
    assert address("needs", row) in person
    assert "shellfish" not in person
    seen = AuditEvent.objects.filter(action="delegate.needs_seen")
    assert [event.detail for event in seen] == [{}]
    for way in (site.get, site.post):
        assert way(address("needs", beside)).status_code == 404
    hostile = site.post(address("needs", row), {"dietary": "x" * 501, "access": ""})
    assert hostile.status_code == 200
    assert "No shellfish" in site.get(address("needs", row)).text


def test_after_closing_changes_of_who_is_approved_are_proposed_and_of_nobody_else(
    site: Client, delegation: Delegation
) -> None:
    approved = DelegateFactory(delegation=delegation, approved=True, given_name="Ágnes")
    submitted = DelegateFactory(delegation=delegation, given_name="Péter")
    close(delegation)

    site.post(address("open_person", approved), PERSON | {"given_name": "Agnes"})
    site.post(address("open_person", submitted), PERSON | {"given_name": "Peter"})
    Delegation.objects.filter(pk=delegation.pk).update(
        withdrawn_at=timezone.now(), withdrawn_by=UserFactory()
    )
    site.post(address("open_person", approved), PERSON | {"given_name": "Anna"})

    [waiting] = Proposal.objects.all()
    assert (waiting.delegate, waiting.is_open) == (approved, True)
    assert proposals.values_of(waiting)["given_name"] == "Agnes"
    assert [row.given_name for row in people_of(delegation)] == ["Ágnes", "Péter"]


def test_whoever_was_returned_and_is_unchanged_is_named_before_they_are_handed_in(
    site: Client, delegation: Delegation
) -> None:
    rows = DelegateFactory.create_batch(2, delegation=delegation, function="Adviser")
    why = {"fields": ["function"], "reason": "Too short"}
    for row in rows:
        accreditation.return_(delegate=row, **why, by=UserFactory(), at=timezone.now())
    corrected, _left = rows
    site.post(address("open_person", corrected), PERSON | {"function": "Adviser for water"})

    page = site.get(address("hand_in", delegation)).text

    assert re.findall(r"Returned and still as it was: (.*?)<", page) == ["Function"]


def test_nationalities_follow_their_names_in_the_language_of_the_page(
    site: Client, delegation: Delegation
) -> None:
    RegistrationFieldFactory(conference=delegation.conference, column="nationality")
    for english, french in (("United", "emirats"), ("Swiss", "suisse"), ("Africa", "afrique")):
        keys = {"en": english.lower(), "fr": french}
        CountryFactory(name=words(english), sort_keys=keys)
    found = {}

    for language in ("en", "fr"):
        with translation.override(language):
            page = address("add_people", delegation)
        found[language] = re.findall(r">(Africa|Swiss|United)</option>", site.get(page).text)

    assert found == {"en": ["Africa", "Swiss", "United"], "fr": ["Africa", "United", "Swiss"]}


def test_what_is_no_phone_number_is_refused_in_words(site: Client, delegation: Delegation) -> None:
    page = site.post(address("add_people", delegation), PERSON | {"phone": "abc"}).text

    assert "This is no phone number" in page
    assert people_of(delegation) == []


def test_former_states_are_offered_to_nobody_but_whoever_has_one(
    site: Client, delegation: Delegation
) -> None:
    former = CountryFactory(iso2="YU", name=words("Yugoslavia"))
    present = CountryFactory(iso2="HU", name=words("Hungary"))
    RegistrationFieldFactory(conference=delegation.conference, column="nationality")
    new = address("add_people", delegation)
    assert "Hungary" in site.get(new).text
    assert "Yugoslavia" not in site.get(new).text
    refused = site.post(new, PERSON | {"nationality": former.pk}).text
    row = DelegateFactory(delegation=delegation, accreditation="draft", nationality=former)

    assert "is-invalid" in refused
    assert "Yugoslavia" in site.get(address("open_person", row)).text
    site.post(new, PERSON | {"nationality": present.pk})
    assert {each.nationality for each in people_of(delegation)} == {former, present}
