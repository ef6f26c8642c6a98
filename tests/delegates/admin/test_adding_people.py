"""Several people are added to a delegation on one page: typed, pasted, with photos by name."""

import re
from io import BytesIO
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from conference.choices import Role
from conference.models import Conference
from delegates.choices import Position
from delegates.models import Delegate, Delegation, ImportedDelegate, ImportRun, KnownApart
from delegates.services.importing import imports
from tests.admin_pages import Ask
from tests.counting import counted
from tests.delegates.importing.worker import import_next
from tests.factories import (
    CountryFactory,
    DelegateFactory,
    DelegationFactory,
    StaffRoleFactory,
    words,
)
from tests.here import here
from tests.page_forms import forms_of

SIX = """\
H.E. Mr.\tSodiq\tRahmonzoda\tСодиқ Раҳмонзода\tMinister of Water\tMinistry of Water\t\tHead\ttg
Ms.\tLola\tKarimova\tЛола Каримова\tDeputy Minister\tMinistry of Water\t\tDeputy head\t
Mr.\tAziz\tNazarov\tАзиз Назаров\tAdviser\tMinistry of Finance\tDebt\tAdviser\t
Ms.\tZulfiya\tRahim\tЗулфия Раҳим\tInterpreter\t\t\tInterpreter\t
Dr.\tBahrom\tQodirov\tБаҳром Қодиров\tExpert\tAcademy\t\tExpert\t
Mr.\tDavlat\tSaidov\tДавлат Саидов\tAssistant\t\t\t\t
"""


@pytest.fixture
def delegation(conference: Conference) -> Delegation:
    country = CountryFactory(iso2="TJ", iso3="TJK", name=words("Tajikistan"))
    made: Delegation = DelegationFactory(
        conference=conference, country=country, name=words("Tajikistan")
    )
    return made


def url_of(delegation: Delegation) -> str:
    return here("delegates_delegation_add_people", delegation.pk)


def typed_in(answer: Any) -> dict[str, list[str]]:
    """What the form of the page would send."""
    (form,) = [form for form in forms_of(answer.content.decode()) if "lines" in form.values]
    return form.values


def laid_out(client: Client, delegation: Delegation, lines: str, **more: Any) -> Any:
    return client.post(url_of(delegation), {"lines": lines, "lay_out": "", **more})


def registered(client: Client, delegation: Delegation, lines: str, **more: Any) -> Any:
    page = laid_out(client, delegation, lines)
    return client.post(url_of(delegation), typed_in(page) | {"save": ""} | more)


def photo(name: str, width: int = 413, height: int = 531) -> SimpleUploadedFile:
    output = BytesIO()
    Image.new("RGB", (width, height), "#996655").save(output, "JPEG")
    return SimpleUploadedFile(name, output.getvalue(), content_type="image/jpeg")


def names() -> list[str]:
    rows = Delegate.objects.order_by("order", "pk").values_list("given_name", "family_name")
    return [" ".join(filter(None, row)) for row in rows]


def refused(answer: Any) -> list[str]:
    return list(answer.context["adding"].refused)


def said(answer: Any) -> list[str]:
    return list(answer.context["adding"].said)


def owners(answer: Any) -> dict[str, str]:
    return {shown.name: shown.owner for shown in answer.context["adding"].photos}


# Typed and pasted


def test_six_lines_make_six_people_and_an_import_that_can_be_taken_back(
    organizer: Client, delegation: Delegation
) -> None:
    answer = registered(organizer, delegation, SIX)

    assert answer.status_code == 302
    assert names() == [
        "Sodiq Rahmonzoda", "Lola Karimova", "Aziz Nazarov",
        "Zulfiya Rahim", "Bahrom Qodirov", "Davlat Saidov",
    ]  # fmt: skip
    delegation.refresh_from_db()
    head = Delegate.objects.get(family_name="Rahmonzoda")
    assert delegation.head == head
    assert (head.honorific, head.function, head.ministry) == (
        "H.E. Mr.",
        "Minister of Water",
        "Ministry of Water",
    )
    # The language that is said of one name is that of the others in its script.
    assert set(Delegate.objects.values_list("own_name_language", flat=True)) == {"tg"}
    positions = set(Delegate.objects.values_list("position", flat=True))
    assert positions == {
        Position.MEMBER,
        Position.DEPUTY_HEAD,
        Position.ADVISER,
        Position.INTERPRETER,
        Position.EXPERT,
    }
    run = ImportRun.objects.get()
    assert run.summary["result"]["created"] == 6
    assert run.may_be_taken_back
    assert organizer.get(here("delegates_importrun_change", run.pk)).status_code == 200


def test_columns_stand_in_any_order_under_headings_of_the_import(
    organizer: Client, delegation: Delegation
) -> None:
    lines = (
        "Family name\tGiven name\tCountry\tE-mail\tJob title\n"
        "Karimova\tLola\tTajikistan\tlola@example.org\tExpert\n"
        "Nazarov\tAziz\tTJK\t\t\n"
    )

    page = laid_out(organizer, delegation, lines)
    organizer.post(url_of(delegation), typed_in(page) | {"save": ""})

    assert typed_in(page)["lines"] == [""]
    assert names() == ["Lola Karimova", "Aziz Nazarov"]
    assert Delegate.objects.get(given_name="Lola").email == "lola@example.org"
    assert Delegate.objects.get(given_name="Lola").function == "Expert"


def test_lines_of_another_delegation_stay_out_and_are_named(
    organizer: Client, delegation: Delegation
) -> None:
    lines = "Given name\tFamily name\tCountry\nLola\tKarimova\tTajikistan\nJin\tWei\tChina\n"

    page = laid_out(organizer, delegation, lines)

    assert said(page)[-1] == (
        "Lines of other delegations were not taken: “China”. Import them instead."
    )
    values = typed_in(page)
    assert (values["r1.given_name"], values["r2.given_name"]) == (["Lola"], [""])


def test_lines_fall_into_place_from_the_cell_in_which_they_are_pasted(
    organizer: Client, delegation: Delegation
) -> None:
    typed = {"r1.given_name": "Lola", "r2.given_name": "Aziz"}

    page = laid_out(
        organizer, delegation, "Karimova\tЛола\nNazarov\tАзиз\n", at="r1.family_name", **typed
    )

    values = typed_in(page)
    cells = ["r1.given_name", "r1.family_name", "r1.own_name", "r2.given_name", "r2.family_name"]
    assert [values[name] for name in cells] == [
        ["Lola"],
        ["Karimova"],
        ["Лола"],
        ["Aziz"],
        ["Nazarov"],
    ]


def test_lines_are_looked_at_before_anybody_is_registered_from_them(
    organizer: Client, delegation: Delegation
) -> None:
    answer = organizer.post(url_of(delegation), {"lines": "Mr.\tLola\tKarimova", "save": ""})

    assert said(answer) == ["1 line is shown below: check it, then register."]
    assert Delegate.objects.count() == 0


def test_name_under_a_heading_that_nobody_knows_is_refused_and_the_lines_stay(
    organizer: Client, delegation: Delegation
) -> None:
    lines = "Honorific\tNaam\tFunction\nMr.\tLola Karimova\tExpert"

    answer = laid_out(organizer, delegation, lines)

    (why,) = refused(answer)
    assert why == (
        "The lines have headings, but none of them is a name that this page knows (“Naam”). Call"
        " it “Given name” or “Family name”, or paste the lines without headings."
    )
    assert typed_in(answer)["lines"] == [lines]


def test_five_thousand_lines_are_sent_to_the_import(
    organizer: Client, delegation: Delegation
) -> None:
    lines = "".join(f"Mr.\tG{number}\tF{number}\n" for number in range(5000))

    answer = laid_out(organizer, delegation, lines)

    (why,) = refused(answer)
    assert why == (
        "This page takes at most 60 people at once, and these are 5000. Save them as a"
        " workbook or a .csv file and import it under “Imports”."
    )
    assert len(answer.context["adding"].rows) == 6


@pytest.mark.parametrize(
    ("family", "problem"),
    [
        ("=HYPERLINK(1)", "Family name is a formula; type the text itself"),
        ("Kar\x07im", "Family name contains a control character (U+0007); delete it or"),
        ("K" * 121, "Family name is longer than 120 characters (121); shorten it"),
    ],
)
def test_what_no_import_takes_is_refused_at_its_cell(
    organizer: Client, delegation: Delegation, family: str, problem: str
) -> None:
    typed = {"r1.given_name": "Lola", "r1.family_name": family, "save": ""}

    answer = organizer.post(url_of(delegation), typed)

    problems = [p for cell in answer.context["adding"].rows[0].cells for p in cell.problems]
    assert [text[: len(problem)] for text in problems] == [problem]
    assert typed_in(answer)["r1.family_name"] == [family]
    assert Delegate.objects.count() == 0


def test_row_without_a_name_and_one_without_a_language_come_back(
    organizer: Client, delegation: Delegation
) -> None:
    typed = {"r1.function": "Expert", "r2.given_name": "Лола", "r3.own_name": "洛拉", "save": ""}

    answer = organizer.post(url_of(delegation), typed | {"r3.given_name": "Lola"})

    rows = answer.context["adding"].rows
    wrong = {row.number for row in rows if row.is_in_doubt}
    assert wrong == {1, 2, 3}
    assert (Delegate.objects.count(), ImportRun.objects.count()) == (0, 0)


def test_language_of_a_name_in_own_script_is_proposed_by_letters_and_country(
    organizer: Client, delegation: Delegation
) -> None:
    typed = {"r1.given_name": "Lola", "r1.family_name": "Qodirova", "r1.own_name": "Лола Қодирова"}

    organizer.post(url_of(delegation), typed | {"save": ""})

    assert Delegate.objects.get().own_name_language == "tg"


# Asked


def ask_about_lola(organizer: Client, delegation: Delegation) -> tuple[Any, Delegate]:
    there = DelegateFactory(
        delegation=delegation, given_name="Lola", family_name="Karimova", function="Expert"
    )
    typed = {"r1.given_name": "Lola", "r1.family_name": "Karimova", "r1.function": "Adviser"}
    more = {"r2.given_name": "Aziz", "r2.family_name": "Nazarov", "save": ""}
    return organizer.post(url_of(delegation), typed | more), there


def replies_on(answer: Any) -> list[str]:
    found: list[str] = re.findall(r'name="reply" value="([^"]+)"', answer.content.decode())
    return found


def test_namesake_is_asked_about_at_the_row_and_one_answer_registers_all(
    organizer: Client, delegation: Delegation
) -> None:
    asked, there = ask_about_lola(organizer, delegation)
    same, another, _leave_out = replies_on(asked)
    assert names() == ["Lola Karimova"]
    assert there.reference in asked.content.decode()
    assert same.endswith(f":same:delegate:{there.pk}")

    organizer.post(url_of(delegation), typed_in(asked) | {"reply": another})

    assert names() == ["Lola Karimova", "Lola Karimova", "Aziz Nazarov"]
    assert KnownApart.objects.get().first == there


def test_same_person_is_changed_as_was_shown_and_nobody_is_added(
    organizer: Client, delegation: Delegation
) -> None:
    asked, there = ask_about_lola(organizer, delegation)

    organizer.post(url_of(delegation), typed_in(asked) | {"reply": replies_on(asked)[0]})

    there.refresh_from_db()
    assert there.function == "Adviser"
    assert names() == ["Lola Karimova", "Aziz Nazarov"]


def test_registered_spelling_stays_and_the_typed_one_is_remembered(
    organizer: Client, delegation: Delegation
) -> None:
    there = DelegateFactory(
        delegation=delegation, given_name="Anna", family_name="Zürcher", function="Expert"
    )
    typed = {"r1.given_name": "Anna", "r1.family_name": "Zuercher", "r1.function": "Adviser"}
    asked = organizer.post(url_of(delegation), typed | {"save": ""})
    assert replies_on(asked)[0].endswith(f":same:delegate:{there.pk}:keep:family_name")

    organizer.post(url_of(delegation), typed_in(asked) | {"reply": replies_on(asked)[0]})

    there.refresh_from_db()
    assert (there.family_name, there.function) == ("Zürcher", "Adviser")
    assert there.other_spellings.get().family_name == "Zuercher"


def test_same_person_who_was_changed_meanwhile_is_shown_again(
    organizer: Client, delegation: Delegation
) -> None:
    asked, there = ask_about_lola(organizer, delegation)
    Delegate.objects.filter(pk=there.pk).update(function="Minister")

    again = organizer.post(url_of(delegation), typed_in(asked) | {"reply": replies_on(asked)[0]})

    there.refresh_from_db()
    assert there.function == "Minister"
    (change,) = again.context["adding"].rows[0].changes
    assert (change.heading, change.old, change.new) == ("Function", "Minister", "Adviser")
    organizer.post(url_of(delegation), typed_in(again) | {"save": ""})
    there.refresh_from_db()
    assert there.function == "Adviser"


def test_row_that_is_left_out_adds_nobody(organizer: Client, delegation: Delegation) -> None:
    asked, _there = ask_about_lola(organizer, delegation)

    organizer.post(url_of(delegation), typed_in(asked) | {"reply": replies_on(asked)[2]})

    assert names() == ["Lola Karimova", "Aziz Nazarov"]


def test_another_namesake_who_came_meanwhile_is_asked_about_too(
    organizer: Client, delegation: Delegation
) -> None:
    asked, _there = ask_about_lola(organizer, delegation)
    DelegateFactory(delegation=delegation, given_name="Lola", family_name="Karimova")

    answer = organizer.post(url_of(delegation), typed_in(asked) | {"reply": replies_on(asked)[1]})

    assert answer.context["adding"].open_questions == 1
    assert len(names()) == 2


@pytest.mark.parametrize(
    "answer", ["same:delegate:999999", "right", "take", "nonsense", "add:media"]
)
def test_what_is_no_answer_answers_nothing(
    organizer: Client, delegation: Delegation, answer: str
) -> None:
    asked, _there = ask_about_lola(organizer, delegation)
    about = replies_on(asked)[1].removesuffix("another")

    again = organizer.post(url_of(delegation), typed_in(asked) | {"reply": f"{about}{answer}"})

    assert again.context["adding"].open_questions == 1
    assert names() == ["Lola Karimova"]


def test_namesake_of_another_delegation_is_asked_about(
    organizer: Client, delegation: Delegation
) -> None:
    other = DelegationFactory(conference=delegation.conference)
    there = DelegateFactory(delegation=other, given_name="Lola", family_name="Karimova")
    DelegateFactory(given_name="Lola", family_name="Karimova")

    asked = registered(organizer, delegation, "Ms.\tLola\tKarimova\n")

    assert replies_on(asked)[0].endswith(f":same:delegate:{there.pk}")
    assert len(replies_on(asked)) == 3


def test_letters_of_another_keyboard_are_asked_about_and_the_answer_is_remembered(
    organizer: Client, delegation: Delegation
) -> None:
    asked = registered(organizer, delegation, "Mr.\tIvаn\tPetrov\n")
    right = next(reply for reply in replies_on(asked) if reply.endswith(":right"))

    organizer.post(url_of(delegation), typed_in(asked) | {"reply": right})
    registered(organizer, delegation, "Mr.\tIvаn\tStojanov\n")

    assert names() == ["Ivаn Petrov", "Ivаn Stojanov"]


def test_sent_twice_adds_nobody_twice(organizer: Client, delegation: Delegation) -> None:
    page = laid_out(organizer, delegation, SIX)

    for _time in range(2):
        organizer.post(url_of(delegation), typed_in(page) | {"save": ""})

    assert len(names()) == 6


# Photos


def test_photos_are_told_by_their_names(organizer: Client, delegation: Delegation) -> None:
    files = [
        photo("RAHMONZODA Sodiq.jpg"), photo("lola_karimova-photo (2).png"),
        photo("Азиз Назаров.jpeg"), photo("ZulfiyaRahim.JPG"), photo("IMG_2034.jpg"),
    ]  # fmt: skip

    page = laid_out(organizer, delegation, SIX, photos=files)

    assert owners(page) == {
        "RAHMONZODA Sodiq.jpg": "row:1",
        "lola_karimova-photo (2).png": "row:2",
        "Азиз Назаров.jpeg": "row:3",
        "ZulfiyaRahim.JPG": "row:4",
        "IMG_2034.jpg": "",
    }
    answer = organizer.post(url_of(delegation), typed_in(page) | {"save": ""})
    assert refused(answer) == ["Choose for each photo whose it is, or leave it out."]
    twice = organizer.post(
        url_of(delegation), typed_in(answer) | {"photo5_of": "row:1", "save": ""}
    )
    assert refused(twice) == ["Two photos are assigned to one person: choose one."]
    organizer.post(url_of(delegation), typed_in(twice) | {"photo5_of": "row:5", "save": ""})
    with_photo = Delegate.objects.exclude(photo="").order_by("order")
    assert [row.given_name for row in with_photo] == ["Sodiq", "Lola", "Aziz", "Zulfiya", "Bahrom"]
    assert len({row.photo.name for row in with_photo}) == 5


def test_photo_that_fits_several_or_one_who_has_one_is_asked_about(
    organizer: Client, delegation: Delegation
) -> None:
    has = DelegateFactory(
        delegation=delegation, given_name="Lola", family_name="Karimova", photo="photos/a/a.jpg"
    )
    DelegateFactory(delegation=delegation, given_name="Aziz", family_name="Nazarov")
    files = [photo("Aziz Nazarov.jpg"), photo("Lola Karimova.jpg"), photo("Nazarov.jpg")]

    page = laid_out(organizer, delegation, "Mr.\tAziz\tNazarov\n", photos=files)

    shown = page.context["adding"].photos
    assert owners(page) == dict.fromkeys(
        ["Aziz Nazarov.jpg", "Lola Karimova.jpg", "Nazarov.jpg"], ""
    )
    assert [len(one.likely) for one in shown] == [2, 1, 2]
    assert shown[1].likely[0].value == f"member:{has.pk}"
    assert shown[1].words == "Has a photo already: replace it?"


def test_two_photos_of_one_person_are_asked_about(
    organizer: Client, delegation: Delegation
) -> None:
    files = [photo("Lola Karimova.jpg"), photo("Karimova Lola.jpg")]

    page = laid_out(organizer, delegation, "Ms.\tLola\tKarimova\n", photos=files)

    assert owners(page) == {"Lola Karimova.jpg": "", "Karimova Lola.jpg": ""}


def test_photo_of_a_member_alone_is_enough(organizer: Client, delegation: Delegation) -> None:
    member = DelegateFactory(delegation=delegation, given_name="Lola", family_name="Karimova")

    organizer.post(url_of(delegation), {"photos": [photo("Lola Karimova.jpg")], "save": ""})

    member.refresh_from_db()
    assert default_storage.exists(member.photo.name)
    assert list(ImportedDelegate.objects.values_list("delegate", "is_new")) == [(member.pk, False)]


def test_photo_that_is_none_is_refused_and_the_rows_stay(
    organizer: Client, delegation: Delegation
) -> None:
    file = SimpleUploadedFile("Lola Karimova.jpg", b"GIF89a no picture", content_type="image/jpeg")
    typed = {"r1.given_name": "Lola", "r1.family_name": "Karimova", "save": ""}

    answer = organizer.post(url_of(delegation), typed | {"photos": [file, photo("x.jpg", 20, 20)]})

    assert [words[:24] for words in refused(answer)] == [
        "“Lola Karimova.jpg”: Thi",
        "“x.jpg”: The picture is ",
    ]
    assert typed_in(answer)["r1.given_name"] == ["Lola"]
    assert Delegate.objects.count() == 0


def test_photo_of_somebody_else_s_form_is_not_taken(
    organizer: Client, client: Client, delegation: Delegation
) -> None:
    page = laid_out(organizer, delegation, "Ms.\tLola\tKarimova\n", photos=[photo("a.jpg")])
    stolen = typed_in(page)
    other = StaffRoleFactory(conference=delegation.conference, role=Role.ORGANIZER)
    client.force_login(other.user)

    answer = client.post(url_of(delegation), stolen | {"save": ""})

    assert refused(answer) == ["“a.jpg” was not saved in time: choose it again."]


# Who, where, how much


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.REGISTRATION_OFFICER, 200), (Role.BADGE_DESK, 403), (Role.PROGRAMME_OFFICER, 403)],
)
def test_who_may_add_delegates_sees_the_page_and_its_button(
    client: Client, delegation: Delegation, role: str, status: int
) -> None:
    client.force_login(StaffRoleFactory(conference=delegation.conference, role=role).user)

    page = client.get(here("delegates_delegation_change", delegation.pk)).content.decode()

    assert client.get(url_of(delegation)).status_code == status
    assert client.post(url_of(delegation), {"save": ""}).status_code == status
    assert ("Add people" in page) == (status == 200)


def test_delegation_of_another_conference_is_not_there(organizer: Client) -> None:
    assert organizer.get(url_of(DelegationFactory())).status_code == 404


def test_withdrawn_delegation_gets_nobody(organizer: Client, delegation: Delegation) -> None:
    Delegation.objects.filter(pk=delegation.pk).update(
        withdrawn_at=timezone.now(), withdrawn_by=StaffRoleFactory().user
    )

    answer = registered(organizer, delegation, "Ms.\tLola\tKarimova\n")

    page = organizer.get(here("delegates_delegation_change", delegation.pk)).content.decode()
    assert "Add people" not in page
    assert answer.context["adding"].rows[0].problems == [
        "Delegation is withdrawn: nobody can be added before it is restored"
    ]


def test_adding_takes_as_many_queries_beside_many(
    organizer: Client, delegation: Delegation
) -> None:
    def queries(line: str) -> int:
        page = laid_out(organizer, delegation, line)
        found, answer = counted(
            organizer, Ask.sending(url_of(delegation), typed_in(page) | {"save": [""]})
        )
        assert answer.status_code == 302
        return found.queries

    DelegateFactory(delegation=delegation)
    queries("Mr.\tUmed\tSharipov\n")
    few = queries("Ms.\tLola\tKarimova\n")
    DelegateFactory.create_batch(30, delegation=delegation)
    for _number in range(10):
        DelegateFactory(delegation__conference=delegation.conference)

    assert queries("Mr.\tAziz\tNazarov\n") == few


def test_adding_is_taken_back_photos_and_changes_too(
    organizer: Client, delegation: Delegation
) -> None:
    member = DelegateFactory(
        delegation=delegation, given_name="Lola", family_name="Karimova", function="Expert"
    )
    asked = registered(
        organizer,
        delegation,
        "Ms.\tLola\tKarimova\t\tAdviser\nMr.\tAziz\tNazarov\n",
    )
    said_of = {"photo1_of": f"member:{member.pk}", "reply": replies_on(asked)[0]}
    sent = typed_in(asked) | {"photos": [photo("IMG_1.jpg"), photo("Aziz Nazarov.jpg")]}
    asked = organizer.post(url_of(delegation), sent | {"look": ""})
    organizer.post(url_of(delegation), typed_in(asked) | said_of)
    member.refresh_from_db()
    assert (member.function, bool(member.photo), len(names())) == ("Adviser", True, 2)

    run = ImportRun.objects.get()
    imports.ask_to_take_back(run=run, by=run.asked_by, at=timezone.now())
    import_next()

    run.refresh_from_db()
    assert run.taken_back_at
    member.refresh_from_db()
    assert (member.function, member.photo.name, len(names())) == ("Expert", "", 1)


def test_photo_is_given_to_nobody_of_elsewhere(organizer: Client, delegation: Delegation) -> None:
    stranger = DelegateFactory(delegation__conference=delegation.conference)
    page = laid_out(organizer, delegation, "Ms.\tLola\tKarimova\n", photos=[photo("a.jpg")])

    answer = organizer.post(
        url_of(delegation), typed_in(page) | {"photo1_of": f"member:{stranger.pk}", "save": ""}
    )

    assert refused(answer) == ["Choose for each photo whose it is, or leave it out."]
    stranger.refresh_from_db()
    assert not stranger.photo
