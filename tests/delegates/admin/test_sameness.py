"""The admin's form asks who somebody is before a person is registered or renamed."""

from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from conference.choices import Role
from conference.models import AuditEvent, Conference
from delegates.models import (
    Answer,
    ColumnAssignment,
    Delegate,
    Delegation,
    KnownApart,
    SamePersonSpelling,
)
from tests.factories import (
    AnswerFactory,
    CellMeaningFactory,
    ColumnAssignmentFactory,
    DelegateFactory,
    DelegationFactory,
    KnownApartFactory,
    SamePersonSpellingFactory,
    StaffRoleFactory,
)
from tests.here import here
from tests.page_forms import form_values
from tests.races import while_uncommitted

ADD = "delegates_delegate_add"


@pytest.fixture
def delegation(conference: Conference) -> Delegation:
    return DelegationFactory(conference=conference)


@pytest.fixture
def anna(delegation: Delegation) -> Delegate:
    return DelegateFactory(
        delegation=delegation,
        given_name="Anna",
        family_name="Brauer-Diabaté",
        function="Adviser",
        email="anna@state.example",
    )


def typed(delegation: Delegation, **values: object) -> dict[str, object]:
    return {
        "delegation": delegation.pk,
        "position": "member",
        "listing": "listed",
        "publication": "published",
        "hosting": "own",
        "given_name": "Ana",
        "family_name": "Brauer-Diabate",
        **values,
    }


def names() -> list[str]:
    return [delegate.given_name for delegate in Delegate.objects.order_by("pk")]


def test_delegate_like_one_of_the_delegation_comes_back_as_a_question(
    organizer: Client, delegation: Delegation, anna: Delegate
) -> None:
    response = organizer.post(here(ADD), typed(delegation, function="Interpreter"))

    page = response.content.decode()
    values = form_values(page, "delegate_form")
    assert names() == ["Anna"]
    assert [each.delegate for each in response.context["asked_about"]] == [anna]
    assert response.context["asked_about"][0].reasons == [
        "nearly the same name",
        "another function",
    ]
    assert anna.reference in page
    assert values["asked"] == [str(anna.pk)]
    assert (values["given_name"], values["function"]) == (["Ana"], ["Interpreter"])


def test_another_person_is_registered_and_the_two_are_known_apart(
    organizer: Client, delegation: Delegation, anna: Delegate
) -> None:
    asked = organizer.post(here(ADD), typed(delegation)).content.decode()
    values = form_values(asked, "delegate_form") | {"sameness": "another"}

    response = organizer.post(here(ADD), values)

    new = Delegate.objects.exclude(pk=anna.pk).get()
    pair = KnownApart.objects.get()
    assert response.status_code == 302
    assert (pair.first, pair.second) == (anna, new)
    assert sorted(AuditEvent.objects.values_list("action", flat=True)) == [
        "delegate.registered",
        "knownapart.added",
    ]


def test_somebody_added_meanwhile_is_asked_about_before_the_answer_counts(
    organizer: Client, delegation: Delegation, anna: Delegate
) -> None:
    asked = organizer.post(here(ADD), typed(delegation)).content.decode()
    values = form_values(asked, "delegate_form") | {"sameness": "another"}
    DelegateFactory(delegation=delegation, given_name="Ana", family_name="Brauer Diabate")

    response = organizer.post(here(ADD), values)

    assert len(response.context["asked_about"]) == 2
    assert KnownApart.objects.count() == 0
    assert names() == ["Anna", "Ana"]


def test_same_person_is_shown_field_by_field_and_takes_what_is_ticked(
    organizer: Client, delegation: Delegation, anna: Delegate
) -> None:
    given = typed(delegation, given_name="Ana", function="Minister", phone="+992 1")

    page = organizer.post(here(ADD), given | {"sameness": f"same:delegate:{anna.pk}"})
    shown = [
        (each.label, each.stored, each.typed, each.is_ticked)
        for each in page.context["differences"]
    ]
    values = form_values(page.content.decode(), "same_person")
    response = organizer.post(here("delegates_delegate_same", anna.pk), values)

    assert shown == [
        ("Given name", "Anna", "Ana", True),
        ("Family name", "Brauer-Diabaté", "Brauer-Diabate", False),
        ("Function", "Adviser", "Minister", True),
        ("Phone", "nothing", "+992 1", True),
    ]
    assert response["Location"] == here("delegates_delegate_change", anna.pk)
    anna.refresh_from_db()
    assert (anna.given_name, anna.family_name) == ("Ana", "Brauer-Diabaté")
    assert (anna.function, anna.phone, anna.email) == ("Minister", "+992 1", "anna@state.example")
    assert Delegate.objects.count() == 1
    assert [str(row) for row in SamePersonSpelling.objects.all()] == [
        "Anna BRAUER-DIABATÉ = BRAUER-DIABATÉ, Ana"
    ]


def test_same_person_typed_into_another_delegation_moves_on_the_page_that_says_what_follows(
    organizer: Client, conference: Conference, anna: Delegate
) -> None:
    there = DelegationFactory(conference=conference)
    given = typed(there, given_name="Anna", family_name="Brauer-Diabaté", function="Minister")

    page = organizer.post(here(ADD), given | {"sameness": f"same:delegate:{anna.pk}"})
    values = form_values(page.content.decode(), "same_person")
    response = organizer.post(here("delegates_delegate_same", anna.pk), values, follow=True)

    former = anna.delegation
    anna.refresh_from_db()
    chosen = form_values(response.content.decode(), "decision")["delegation"]
    assert values["take"] == ["delegation", "function"]
    assert response.redirect_chain[0][0].startswith(here("delegates_delegate_move", anna.pk))
    assert (chosen, anna.delegation, anna.function) == ([str(there.pk)], former, "Minister")


def test_back_from_the_same_person_to_the_form_nothing_typed_is_lost(
    organizer: Client, delegation: Delegation, anna: Delegate
) -> None:
    given = typed(delegation, function="Minister", form_key=str(uuid4()))

    page = organizer.post(here(ADD), given | {"sameness": f"same:delegate:{anna.pk}"})
    back = organizer.post(here(ADD), form_values(page.content.decode(), "back_to_form"))

    values = form_values(back.content.decode(), "delegate_form")
    assert [each.delegate for each in back.context["asked_about"]] == [anna]
    assert {name: values[name] for name in given} == {
        name: [str(value)] for name, value in given.items()
    }


def test_same_person_is_known_by_the_other_spelling_from_then_on(
    organizer: Client, delegation: Delegation, anna: Delegate
) -> None:
    SamePersonSpellingFactory(
        delegate=anna, given_name="Nura", family_name="Leitner", name_key="leitner nura"
    )

    response = organizer.post(
        here(ADD), typed(delegation, given_name="Nura", family_name="Leitner")
    )

    assert [each.delegate for each in response.context["asked_about"]] == [anna]


@pytest.mark.parametrize(
    ("values", "is_asked"),
    [
        ({"given_name": "ANNA", "family_name": "Brauer Diabate"}, True),
        ({"given_name": "Karl", "family_name": "Leitner", "email": "Anna@state.example"}, True),
        ({"given_name": "Ana"}, False),
    ],
)
def test_across_delegations_an_equal_name_or_mailbox_asks(
    organizer: Client,
    conference: Conference,
    anna: Delegate,
    values: dict[str, str],
    is_asked: bool,
) -> None:
    response = organizer.post(here(ADD), typed(DelegationFactory(conference=conference), **values))

    assert (response.status_code == 200) == is_asked
    assert Delegate.objects.count() == 1 + (not is_asked)


def test_nobody_of_another_conference_is_asked_about(
    organizer: Client, delegation: Delegation
) -> None:
    DelegateFactory(given_name="Ana", family_name="Brauer-Diabate")

    assert organizer.post(here(ADD), typed(delegation)).status_code == 302


def test_same_person_must_be_one_of_those_asked_about(
    organizer: Client, delegation: Delegation, anna: Delegate
) -> None:
    stranger = DelegateFactory(delegation=delegation)

    response = organizer.post(here(ADD), typed(delegation, sameness=f"same:delegate:{stranger.pk}"))

    assert [each.delegate for each in response.context["asked_about"]] == [anna]


def test_who_may_only_look_does_not_take_over(
    client: Client, conference: Conference, anna: Delegate
) -> None:
    role = StaffRoleFactory(conference=conference, role=Role.SECURITY_OFFICER)
    client.force_login(role.user)

    response = client.post(
        here("delegates_delegate_same", anna.pk), {"take": "given_name", "given_name": "Ana"}
    )

    anna.refresh_from_db()
    assert (response.status_code, anna.given_name) == (403, "Anna")


def test_renaming_into_another_asks_once_and_is_remembered(
    organizer: Client, delegation: Delegation, anna: Delegate
) -> None:
    karl = DelegateFactory(delegation=delegation, given_name="Karl", family_name="Leitner")
    url = here("delegates_delegate_change", karl.pk)
    values = form_values(organizer.get(url).content.decode(), "delegate_form")
    renamed = values | {"given_name": ["Ana"], "family_name": ["Brauer-Diabate"]}

    asked = organizer.post(url, renamed)
    organizer.post(
        url, form_values(asked.content.decode(), "delegate_form") | {"sameness": "another"}
    )
    values = form_values(organizer.get(url).content.decode(), "delegate_form")
    again = organizer.post(url, values | {"given_name": ["Anna"]})

    assert [each.delegate for each in asked.context["asked_about"]] == [anna]
    assert again.status_code == 302
    assert names() == ["Anna", "Anna"]
    assert KnownApart.objects.count() == 1


def test_changing_what_tells_nobody_apart_asks_nothing(
    organizer: Client, delegation: Delegation, anna: Delegate
) -> None:
    twin = DelegateFactory(delegation=delegation, given_name="Ana", family_name="Brauer-Diabate")
    url = here("delegates_delegate_change", twin.pk)
    values = form_values(organizer.get(url).content.decode(), "delegate_form")

    assert organizer.post(url, values | {"function": "Driver"}).status_code == 302


def test_photo_is_carried_to_the_next_sending(
    organizer: Client, delegation: Delegation, anna: Delegate
) -> None:
    output = BytesIO()
    Image.new("RGB", (900, 1200), "#996655").save(output, "JPEG")
    photo = SimpleUploadedFile("me.jpg", output.getvalue(), content_type="image/jpeg")

    asked = organizer.post(here(ADD), typed(delegation, photo=photo))
    values = form_values(asked.content.decode(), "delegate_form") | {"sameness": "another"}
    organizer.post(here(ADD), values)

    stored = Delegate.objects.exclude(pk=anna.pk).get().photo
    with default_storage.open(stored.name) as file:
        assert Image.open(file).size == (826, 1101)


# The double click


def test_form_sent_twice_shows_the_delegate_that_it_added(
    organizer: Client, delegation: Delegation
) -> None:
    values = form_values(organizer.get(here(ADD)).content.decode(), "delegate_form")
    values |= typed(delegation)

    first, second = organizer.post(here(ADD), values), organizer.post(here(ADD), values)

    delegate = Delegate.objects.get()
    assert str(delegate.form_key) == values["form_key"][0]
    assert first.status_code == 302
    assert second["Location"] == here("delegates_delegate_change", delegate.pk)


@pytest.mark.django_db(transaction=True)
def test_form_sent_twice_at_once_makes_one_delegate(
    organizer: Client, delegation: Delegation
) -> None:
    """The second waits for the first, is refused by the database and shows the same delegate."""
    values = typed(delegation, form_key=str(uuid4()))
    twin = Client()
    twin.cookies = organizer.cookies.copy()

    second = while_uncommitted(
        lambda: organizer.post(here(ADD), values), lambda: twin.post(here(ADD), values)
    )

    delegate = Delegate.objects.get()
    assert second["Location"] == here("delegates_delegate_change", delegate.pk)


def test_form_key_of_another_conference_adds_and_shows_nothing_of_it(
    organizer: Client, delegation: Delegation
) -> None:
    stranger = DelegateFactory(form_key=uuid4())

    organizer.post(here(ADD), typed(delegation, form_key=str(stranger.form_key)))

    assert Delegate.objects.get(delegation=delegation).form_key == stranger.form_key


# Forgetting an answer


def test_answer_is_read_and_forgotten_but_never_given_or_changed_here(
    organizer: Client, conference: Conference
) -> None:
    pair = KnownApartFactory(first__delegation__conference=conference)
    url = here("delegates_knownapart_change", pair.pk)

    assert organizer.get(here("delegates_knownapart_add")).status_code == 403
    assert 'name="_save"' not in organizer.get(url).content.decode()
    organizer.post(here("delegates_knownapart_delete", pair.pk), {"post": "yes"})

    assert KnownApart.objects.count() == 0
    assert Delegate.objects.count() == 2
    assert [event.action for event in AuditEvent.objects.all()] == ["knownapart.deleted"]


def test_answer_to_an_import_is_forgotten_by_the_service(
    organizer: Client, conference: Conference, anna: Delegate
) -> None:
    answer = AnswerFactory(conference=conference, delegate=anna)
    kept = AnswerFactory(conference=conference, kind="letters", reply="right")

    listed: str = organizer.get(here("delegates_answer_changelist")).content.decode()
    organizer.post(here("delegates_answer_delete", answer.pk), {"post": "yes"})

    assert [text in listed for text in (str(anna), "Correct as it is", str(answer.key))] == [
        True,
        True,
        False,
    ]
    assert list(Answer.objects.all()) == [kept]
    assert [event.action for event in AuditEvent.objects.all()] == ["answer.forgotten"]


def test_meaning_of_a_heading_is_forgotten(organizer: Client, conference: Conference) -> None:
    rows = [
        ColumnAssignmentFactory(conference=conference, heading=heading, column=column)
        for heading, column in [("Rôle", "function"), ("Nom", "full_name"), ("Note", "")]
    ]

    listed = organizer.get(here("delegates_columnassignment_changelist"))
    organizer.post(here("delegates_columnassignment_delete", rows[0].pk), {"post": "yes"})

    page = listed.context["cl"]
    meanings = {row.heading: page.model_admin.meaning(row) for row in page.result_list}
    assert meanings == {"Rôle": "Function", "Nom": "Name as given", "Note": "Left out"}
    assert set(ColumnAssignment.objects.all()) == set(rows[1:])
    assert [event.action for event in AuditEvent.objects.all()] == ["columnassignment.deleted"]


@pytest.mark.parametrize(
    ("role", "status"), [(Role.REGISTRATION_OFFICER, 403), (Role.ORGANIZER, 200)]
)
def test_who_reads_answers_does_not_forget_them(
    client: Client, conference: Conference, role: Role, status: int
) -> None:
    client.force_login(StaffRoleFactory(conference=conference, role=role).user)
    factories = (AnswerFactory, ColumnAssignmentFactory, CellMeaningFactory)
    rows = [factory(conference=conference) for factory in factories]
    places = [(f"delegates_{row._meta.model_name}", row.pk) for row in rows]

    read = [client.get(here(f"{name}_change", pk)).status_code for name, pk in places]
    forget = [client.get(here(f"{name}_delete", pk)).status_code for name, pk in places]

    assert (read, forget) == ([200] * 3, [status] * 3)
