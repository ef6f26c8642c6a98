"""What a badge shows is refused or asked about where it is typed, and nothing typed is lost."""

import re
from io import BytesIO

import pytest
from django.core import signing
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.html import escape
from i18nfield.strings import LazyI18nString
from PIL import Image

from conference.addresses import admin_url
from conference.models import Conference
from delegates.forms import remembered
from delegates.importing.checking.questions import key_of
from delegates.models import Answer, Delegate
from tests.factories import (
    AnswerFactory,
    CategoryFactory,
    DelegateFactory,
    DelegationFactory,
)
from tests.here import here
from tests.page_forms import form_values

ADD = here("delegates_delegate_add")
BOX = re.compile(
    r'<input type="checkbox" name="([\w-]*right_as_it_is)" value="([^"]*)"( checked)?>'
)
TAKEN_OUT = re.compile(BOX.pattern.replace("right_as_it_is", "take_out"))


def change_url(delegate: Delegate) -> str:
    return here("delegates_delegate_change", delegate.pk)


def values_of(page: str, form: str = "delegate_form") -> dict[str, object]:
    return dict(form_values(page, form))


def errors_in(page: str) -> list[str]:
    return re.findall(r'<ul class="errorlist"[^>]*><li>(.*?)</li>', page)


@pytest.fixture
def delegate(conference: Conference) -> Delegate:
    delegate: Delegate = DelegateFactory(
        delegation__conference=conference, given_name="Ali", family_name="Valiev"
    )
    return delegate


@pytest.fixture
def values(organizer: Client, delegate: Delegate) -> dict[str, object]:
    return values_of(organizer.get(change_url(delegate)).content.decode())


@pytest.mark.parametrize(
    "field", ["given_name", "family_name", "display_name", "function", "department", "ministry"]
)
def test_letter_that_no_badge_can_show_is_refused_with_its_code(
    organizer: Client, delegate: Delegate, values: dict[str, object], field: str
) -> None:
    response = organizer.post(change_url(delegate), values | {field: "Ali \U0001f389"})

    assert errors_in(response.content.decode()) == [
        "Has “\U0001f389” (U+1F389), which cannot be printed: no font has it; write it differently."
    ]
    delegate.refresh_from_db()
    assert getattr(delegate, field) == {"given_name": "Ali", "family_name": "Valiev"}.get(field, "")


def test_refused_letter_has_no_box_and_no_answer_lets_it_in(
    organizer: Client, delegate: Delegate, values: dict[str, object]
) -> None:
    answers = {"right_as_it_is": "unprintable:Ali \U0001f389"}
    sent = values | {"given_name": "Ali \U0001f389"} | answers

    page = organizer.post(change_url(delegate), sent).content.decode()

    assert (BOX.findall(page), len(errors_in(page))) == ([], 1)


def test_question_stands_beside_the_field_and_its_box_answers_it(
    organizer: Client, delegate: Delegate, values: dict[str, object]
) -> None:
    typed = values | {"given_name": "Аli", "function": "Adviser"}
    asked = organizer.post(change_url(delegate), typed).content.decode()

    assert errors_in(asked) == [
        "Has Cyrillic letters in “Аli”, a word of another script: “А” (U+0410)."
    ]
    assert BOX.findall(asked) == [("right_as_it_is", "mixed:Аli", "")]
    again = values_of(asked)
    assert (again["given_name"], again["function"]) == (["Аli"], ["Adviser"])
    delegate.refresh_from_db()
    assert delegate.given_name == "Ali"

    organizer.post(change_url(delegate), again | {"right_as_it_is": "mixed:Аli"})
    delegate.refresh_from_db()
    assert (delegate.given_name, delegate.function) == ("Аli", "Adviser")


def test_answer_stays_ticked_where_the_form_comes_back_for_something_else(
    organizer: Client, delegate: Delegate, values: dict[str, object]
) -> None:
    typed = values | {"function": "Attach? de presse", "email": "nobody"}
    key = "question-marks:Attach? de presse"

    page = organizer.post(change_url(delegate), typed | {"right_as_it_is": key}).content.decode()

    assert BOX.findall(page) == [("right_as_it_is", key, " checked")]
    assert values_of(page)["right_as_it_is"] == [key]
    assert errors_in(page) == ["Enter a valid e-mail address."]


def test_answer_is_remembered_for_the_text_in_every_form(
    organizer: Client, delegate: Delegate, values: dict[str, object]
) -> None:
    text, key = "Attach? de presse", "question-marks:Attach? de presse"
    organizer.post(change_url(delegate), values | {"function": text, "right_as_it_is": key})
    other = DelegateFactory(delegation=delegate.delegation)
    elsewhere = DelegateFactory(delegation__conference__slug="another")

    page = values_of(organizer.get(change_url(other)).content.decode())
    organizer.post(change_url(other), page | {"function": text})

    other.refresh_from_db()
    assert other.function == text
    answer = Answer.objects.get()
    assert (answer.subject, answer.delegate) == (text, None)
    assert (answer.conference, answer.kind, answer.reply) == (
        delegate.conference, "letters", "right",
    )  # fmt: skip
    assert remembered(delegate.conference, [key, "lost:x"]) == {key}
    assert remembered(elsewhere.conference, [key]) == set()


def test_answer_to_another_text_answers_nothing(
    organizer: Client, delegate: Delegate, values: dict[str, object]
) -> None:
    typed = values | {"family_name": "Kov?cs", "right_as_it_is": "question-marks:Kov?ks"}

    page = organizer.post(change_url(delegate), typed).content.decode()

    assert BOX.findall(page) == [("right_as_it_is", "question-marks:Kov?cs", "")]


def test_what_was_perhaps_meant_is_said_and_not_written(
    organizer: Client, delegate: Delegate, values: dict[str, object]
) -> None:
    page = organizer.post(change_url(delegate), values | {"family_name": "MÃ¼ller"})

    assert errors_in(page.content.decode()) == [
        (
            "Has “Ã” (U+00C3), “¼” (U+00BC), as letters read in the wrong encoding look;"
            " type it again; perhaps “Müller”."
        )
    ]
    assert values_of(page.content.decode())["family_name"] == ["MÃ¼ller"]


def test_what_is_there_is_not_asked_about_again(organizer: Client, conference: Conference) -> None:
    delegate = DelegateFactory(delegation__conference=conference, given_name="Иван", function="A")
    page = organizer.get(change_url(delegate)).content.decode()

    organizer.post(change_url(delegate), values_of(page) | {"function": "Adviser"})

    delegate.refresh_from_db()
    assert (delegate.given_name, delegate.function) == ("Иван", "Adviser")


@pytest.mark.parametrize("name", ["own_name", "own_given_name", "own_family_name"])
def test_name_in_own_script_is_judged_by_its_language(
    organizer: Client, delegate: Delegate, values: dict[str, object], name: str
) -> None:
    typed = values | {name: "Vali", "own_name_language": "tg"}

    page = organizer.post(change_url(delegate), typed).content.decode()

    assert BOX.findall(page) == [("right_as_it_is", "foreign:Vali", "")]


def test_direction_mark_is_asked_about_in_a_name_and_dropped_from_contacts(
    organizer: Client, delegate: Delegate, values: dict[str, object]
) -> None:
    contacts = {
        "phone": "\u202a+36\u00a01 234\u200b 56\u202c",
        "email": "\u200eali@example.org\u00a0",
    }
    asked = organizer.post(change_url(delegate), values | contacts | {"given_name": "\u200eAli"})

    assert errors_in(asked.content.decode()) == ["Has a hidden direction mark (U+200E)."]

    organizer.post(change_url(delegate), values | contacts)
    delegate.refresh_from_db()
    assert (delegate.phone, delegate.email) == ("+36 1 234 56", "ali@example.org")


def test_direction_mark_is_taken_out_where_its_box_is_ticked(
    organizer: Client, delegate: Delegate, values: dict[str, object]
) -> None:
    typed = values | {"given_name": "\u200eEva \u202aMaria\u202c", "function": "\u200fAdviser"}
    key = "direction:\u200eEva \u202aMaria\u202c"

    page = organizer.post(change_url(delegate), typed).content.decode()
    assert TAKEN_OUT.findall(page) == [("take_out", key, "")]
    wrong = typed | {"email": "nobody", "take_out": key}
    page = organizer.post(change_url(delegate), wrong).content.decode()
    assert TAKEN_OUT.findall(page) == [("take_out", key, " checked")]
    assert errors_in(page) == ["Enter a valid e-mail address."]
    organizer.post(change_url(delegate), typed | {"take_out": key})

    delegate.refresh_from_db()
    assert (delegate.given_name, delegate.function) == ("Eva Maria", "Adviser")
    assert not Answer.objects.exists()


def test_new_delegate_is_asked_about_too(organizer: Client, conference: Conference) -> None:
    delegation = DelegationFactory(conference=conference)
    typed = {
        "delegation": delegation.pk,
        "position": "member",
        "listing": "listed",
        "publication": "published",
        "hosting": "own",
        "given_name": "B?la",
        "family_name": "Nagy",
    }

    page = organizer.post(ADD, typed).content.decode()
    assert BOX.findall(page) == [("right_as_it_is", "question-marks:B?la", "")]
    assert not Delegate.objects.exists()

    organizer.post(ADD, typed | {"right_as_it_is": "question-marks:B?la"})
    assert Delegate.objects.get().given_name == "B?la"


def test_lost_letter_has_no_box_and_no_answer_lets_it_in(
    organizer: Client, conference: Conference, delegate: Delegate, values: dict[str, object]
) -> None:
    key = "lost:B\ufffdla"
    AnswerFactory(conference=conference, kind="letters", key=key_of("letters", key), reply="right")

    sent = values | {"given_name": "B\ufffdla", "right_as_it_is": key}
    page = organizer.post(change_url(delegate), sent).content.decode()

    assert (BOX.findall(page), TAKEN_OUT.findall(page)) == ([], [])
    assert errors_in(page) == [
        (
            "Has “\ufffd” (U+FFFD) where letters were lost when it was copied or saved;"
            " type it again."
        )
    ]


def test_row_of_a_delegations_sheet_is_asked_about_where_it_stands(
    organizer: Client, delegate: Delegate
) -> None:
    url = here("delegates_delegation_change_row", delegate.delegation_id, delegate.pk)
    form = f"member-form-{delegate.pk}"
    typed = values_of(organizer.get(url).content.decode(), form) | {"given_name": "Al?"}

    page = organizer.post(url, typed).content.decode()

    assert BOX.findall(page) == [("right_as_it_is", "question-marks:Al?", "")]
    organizer.post(url, typed | {"right_as_it_is": "question-marks:Al?"})
    delegate.refresh_from_db()
    assert delegate.given_name == "Al?"


@pytest.mark.parametrize("field", ["name_0", "acronym"])
def test_texts_of_a_delegation_are_judged(
    organizer: Client, delegate: Delegate, field: str
) -> None:
    url = here("delegates_delegation_details", delegate.delegation.pk)
    values = values_of(organizer.get(url).content.decode(), "delegation_form")

    refused = organizer.post(url, values | {field: "Club \U0001f389"}).content.decode()
    asked = organizer.post(url, values | {field: "Сlub"}).content.decode()

    assert errors_in(refused) == [
        "Has “\U0001f389” (U+1F389), which cannot be printed: no font has it; write it differently."
    ]
    assert BOX.findall(asked) == [("right_as_it_is", "mixed:Сlub", "")]


def test_words_of_a_category_are_judged(organizer: Client, conference: Conference) -> None:
    category = CategoryFactory(conference=conference, name=LazyI18nString({"en": "Media"}))
    url = here("delegates_category_change", category.pk)
    values = values_of(organizer.get(url).content.decode(), "category_form")

    page = organizer.post(url, values | {"name_0": "M&eacute;dia"}).content.decode()

    assert BOX.findall(page) == [("right_as_it_is", escape("encoded:M&eacute;dia"), "")]
    assert errors_in(page)[0].endswith("perhaps “Média”.")


@pytest.mark.parametrize("field", ["title_0", "short_title_0", "place_0"])
def test_texts_of_a_conference_are_judged(
    organizer: Client, conference: Conference, field: str
) -> None:
    url = admin_url(conference, "conference_conference_change", conference.pk)
    values = values_of(organizer.get(url).content.decode(), "conference_form")

    page = organizer.post(url, values | {field: "Gen?ve"}).content.decode()

    assert BOX.findall(page) == [("right_as_it_is", "question-marks:Gen?ve", "")]


def test_text_that_no_badge_shows_is_not_judged(
    organizer: Client, delegate: Delegate, values: dict[str, object]
) -> None:
    organizer.post(change_url(delegate), values | {"honorific": "Mr \U0001f389"})

    delegate.refresh_from_db()
    assert delegate.honorific == "Mr \U0001f389"


def picture(colour: str) -> SimpleUploadedFile:
    content = BytesIO()
    Image.new("RGB", (900, 1200), colour).save(content, "PNG")
    return SimpleUploadedFile("me.png", content.getvalue(), content_type="image/png")


def test_picture_chosen_in_a_form_that_asks_is_kept_for_the_answer(
    organizer: Client, delegate: Delegate, values: dict[str, object]
) -> None:
    before = stored_photos()
    typed = values | {"given_name": "Al?", "photo": picture("#336699")}
    asked = organizer.post(change_url(delegate), typed).content.decode()
    (waiting,) = stored_photos() - before

    answer = {"right_as_it_is": "question-marks:Al?"}
    again = {name: value for name, value in values_of(asked).items() if name != "photo"}
    once_more = organizer.post(change_url(delegate), again | {"email": "nobody"} | answer)
    assert stored_photos() - before == {waiting}
    again = values_of(once_more.content.decode()) | {"email": ""}
    organizer.post(
        change_url(delegate), {name: value for name, value in again.items() if name != "photo"}
    )

    delegate.refresh_from_db()
    assert delegate.given_name == "Al?"
    with default_storage.open(delegate.photo.name) as kept, default_storage.open(waiting) as sent:
        assert kept.read() == sent.read()
    assert delegate.photo.name != waiting


def test_picture_waits_for_a_day_and_only_under_a_key_of_ours(
    organizer: Client, delegate: Delegate, values: dict[str, object]
) -> None:
    DelegateFactory(photo=default_storage.save("photos/aa/other.jpg", picture("#000")))
    forged = values | {"photo-chosen": "photos/aa/other.jpg"}
    elsewhere = values | {"photo-chosen": signing.dumps("photos/aa/other.jpg", salt="else")}

    for sent in (forged, elsewhere):
        organizer.post(change_url(delegate), sent)
        delegate.refresh_from_db()
        assert not delegate.photo


def stored_photos() -> set[str]:
    """None yet where nobody has stored one."""
    folders = default_storage.listdir("photos")[0] if default_storage.exists("photos") else []
    return {
        f"photos/{folder}/{file}"
        for folder in folders
        for file in default_storage.listdir(f"photos/{folder}")[1]
    }


def test_name_that_is_right_goes_with_whose_it_is(
    organizer: Client, delegate: Delegate, values: dict[str, object]
) -> None:
    key = "question-marks:Jos? Maria"
    typed = {"given_name": "Jos? Maria", "right_as_it_is": key}
    organizer.post(change_url(delegate), values | typed)
    answer = Answer.objects.get()
    assert (answer.subject, answer.delegate) == ("Jos? Maria", delegate)

    delegate.delete()

    assert not Answer.objects.exists()
