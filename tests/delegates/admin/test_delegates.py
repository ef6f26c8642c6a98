import re
from io import BytesIO
from unittest.mock import ANY

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.html import escape
from PIL import Image

from conference.choices import Role
from conference.models import AuditEvent, Conference
from delegates.choices import Accreditation
from delegates.models import Delegate
from tests.deciding import confirmed, decided, left_out
from tests.factories import (
    CategoryFactory,
    CategoryRuleFactory,
    DelegateFactory,
    DelegationFactory,
    StaffRoleFactory,
)
from tests.here import here
from tests.page_forms import form_values

LIST = here("delegates_delegate_changelist")


def change_url(delegate: Delegate) -> str:
    return here("delegates_delegate_change", delegate.pk)


def values_of(client: Client, url: str) -> dict[str, object]:
    return dict(form_values(client.get(url).content.decode(), "delegate_form"))


def photo(width: int = 900, height: int = 1200) -> SimpleUploadedFile:
    output = BytesIO()
    exif = Image.Exif()
    exif[0x0110] = "Camera with a secret"
    Image.new("RGB", (width, height), "#996655").save(output, "JPEG", exif=exif)
    return SimpleUploadedFile("me.png", output.getvalue(), content_type="image/png")


def test_delegate_added_goes_through_registration(
    organizer: Client, conference: Conference
) -> None:
    delegation = DelegationFactory(conference=conference)
    category = CategoryFactory(conference=conference)
    CategoryRuleFactory(category=category)

    organizer.post(
        here("delegates_delegate_add"),
        {
            "delegation": delegation.pk,
            "position": "member",
            "listing": "listed",
            "publication": "published",
            "hosting": "own",
            "given_name": "Sodiq",
            "family_name": "  Rahmon ",
        },
    )

    delegate = Delegate.objects.get()
    assert (delegate.family_name, delegate.category) == ("Rahmon", category)
    assert "rahmon" in delegate.search_text
    assert [event.action for event in AuditEvent.objects.all()] == ["delegate.registered"]


def test_hidden_direction_control_in_a_name_is_refused_in_words(
    organizer: Client, conference: Conference
) -> None:
    delegate = DelegateFactory(delegation__conference=conference)
    values = values_of(organizer, change_url(delegate))

    response = organizer.post(change_url(delegate), values | {"given_name": "Ali\u202eilA"})

    assert "hidden direction control" in response.content.decode()


def test_language_of_own_script_is_chosen_from_those_that_can_be_set(
    organizer: Client, conference: Conference
) -> None:
    delegate = DelegateFactory(delegation__conference=conference)
    url = change_url(delegate)
    values = values_of(organizer, url) | {"own_name": "Раҳмон"}
    assert '<option value="tg">Tajik · тоҷикӣ</option>' in organizer.get(url).content.decode()

    refused = organizer.post(url, values | {"own_name_language": "tajik"})
    organizer.post(url, values | {"own_name_language": "tg"})

    assert "Select a valid choice" in refused.content.decode()
    delegate.refresh_from_db()
    assert (delegate.own_name, delegate.own_name_language) == ("Раҳмон", "tg")


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ({"own_given_name": "민준", "own_family_name": "김"}, ("민준", "김", "김민준")),
        ({"own_name": "김민준"}, ("", "", "김민준")),
        (
            {"own_given_name": "민준", "own_family_name": "김", "own_name": "민준 김"},
            ("민준", "김", "민준 김"),
        ),
    ],
)
def test_name_in_own_script_is_entered_whole_or_in_two_parts(
    organizer: Client, conference: Conference, typed: dict[str, str], stored: tuple[str, ...]
) -> None:
    delegate = DelegateFactory(delegation__conference=conference)
    url = change_url(delegate)

    organizer.post(url, values_of(organizer, url) | typed | {"own_name_language": "ko"})

    delegate.refresh_from_db()
    found = (delegate.own_given_name, delegate.own_family_name, delegate.own_name)
    assert found == stored
    fields = {*typed, "own_name", "own_name_language"}
    assert AuditEvent.objects.get().fields == sorted(fields)


def test_name_in_own_script_follows_a_part_and_is_refused_where_it_is_another(
    organizer: Client, conference: Conference
) -> None:
    delegate = DelegateFactory(
        delegation__conference=conference,
        own_given_name="Алӣ",
        own_family_name="Валиев",
        own_name="Валиев Алӣ",
        own_name_language="tg",
    )
    url = change_url(delegate)
    values = values_of(organizer, url)

    refused = organizer.post(url, values | {"own_name": "Олимов Алӣ"})
    delegate.refresh_from_db()
    assert "is not its given and family part" in refused.content.decode()
    assert delegate.own_name == "Валиев Алӣ"

    organizer.post(url, values | {"own_family_name": "Олимов"})
    delegate.refresh_from_db()
    assert (delegate.own_family_name, delegate.own_name) == ("Олимов", "Алӣ Олимов")


@pytest.mark.parametrize("field", ["function", "department", "ministry"])
def test_delegates_are_found_by_what_they_do_and_where(
    organizer: Client, conference: Conference, field: str
) -> None:
    delegate = DelegateFactory(delegation__conference=conference)
    DelegateFactory(delegation__conference=conference)
    url = change_url(delegate)

    organizer.post(url, values_of(organizer, url) | {field: "Глава управления водой"})

    found = organizer.post(LIST, {"search": "upravleniya"}, follow=True)
    assert [row.pk for row in found.context["cl"].result_list] == [delegate.pk]


def test_list_says_what_people_do_and_where(organizer: Client, conference: Conference) -> None:
    duty = {"function": "Deputy <Minister>", "department": "Water", "ministry": "Energy"}
    DelegateFactory(delegation__conference=conference, **duty)

    page = organizer.get(LIST).content.decode()

    lines = re.findall('<td class="field-duty">(.*?)</td>', page)
    line = '<bdi class="duty duty-{}">{}</bdi>'
    below = [line.format(name, escape(text)) for name, text in duty.items()]
    assert lines == ["Member" + "".join(below)]


def test_category_chosen_by_hand_stays_until_cleared(
    organizer: Client, conference: Conference
) -> None:
    by_rule, by_hand = CategoryFactory.create_batch(2, conference=conference)
    CategoryRuleFactory(category=by_rule)
    delegate = DelegateFactory(delegation__conference=conference)
    url = change_url(delegate)

    organizer.post(url, values_of(organizer, url) | {"category": by_hand.pk})
    delegate.refresh_from_db()
    assert (delegate.category, delegate.is_category_set_by_hand) == (by_hand, True)

    organizer.post(url, values_of(organizer, url) | {"category": ""})
    delegate.refresh_from_db()
    assert (delegate.category, delegate.is_category_set_by_hand) == (by_rule, False)


def test_delegation_is_read_on_the_page_and_left_on_another(
    organizer: Client, conference: Conference
) -> None:
    delegate = DelegateFactory(delegation__conference=conference)
    delegation, other = delegate.delegation, DelegationFactory(conference=conference)
    url = change_url(delegate)

    page = organizer.get(url).content.decode()
    typed = values_of(organizer, url) | {"delegation": other.pk, "function": "Envoy"}
    organizer.post(url, typed)

    (shown,) = re.findall(r'<div class="readonly"><bdi>(<a .*?</a></bdi>.*?)</div>', page)
    assert re.findall(r'href="([^"]*)">([^<]*)', shown) == [
        (here("delegates_delegation_change", delegation.pk), str(delegation)),
        (here("delegates_delegate_move", delegate.pk), "Move to another delegation"),
    ]
    assert page.count("Move to another delegation") == 1
    assert 'name="delegation"' not in page
    delegate.refresh_from_db()
    assert (delegate.delegation, delegate.function) == (delegation, "Envoy")


def test_who_may_not_change_somebody_moves_nobody(client: Client, conference: Conference) -> None:
    delegate = DelegateFactory(delegation__conference=conference)
    role = StaffRoleFactory(conference=conference, role=Role.SECURITY_OFFICER)
    client.force_login(role.user)

    page = client.get(change_url(delegate)).content.decode()

    sheet = here("delegates_delegation_change", delegate.delegation_id)
    assert f'<div class="readonly"><a href="{sheet}">{delegate.delegation}</a></div>' in page
    assert "Move to another delegation" not in page


def test_somebody_new_is_added_to_the_delegation_that_the_address_names(
    organizer: Client, conference: Conference
) -> None:
    delegation = DelegationFactory(conference=conference)
    sheet = organizer.get(here("delegates_delegation_add_people", delegation.pk)).content.decode()
    (url,) = re.findall(r'href="([^"]*)">Every field of one person', sheet)

    page = organizer.get(url).content.decode()

    assert form_values(page, "delegate_form")["delegation"] == [str(delegation.pk)]


def test_photo_is_encoded_anew_and_shown_to_nobody_else(
    organizer: Client, conference: Conference
) -> None:
    delegate = DelegateFactory(delegation__conference=conference)
    url = change_url(delegate)

    organizer.post(url, values_of(organizer, url) | {"photo": photo()})

    delegate.refresh_from_db()
    with delegate.photo.open() as file, Image.open(file) as stored:
        assert (stored.format, stored.size) == ("JPEG", (826, 1101))
        assert dict(stored.getexif()) == {}
    address = here("delegates_delegate_photo", delegate.pk)
    shown = organizer.get(address)
    assert shown.status_code == 200
    assert b"".join(shown).startswith(b"\xff\xd8")  # type: ignore[arg-type]
    assert {"private", "no-store"} <= set(shown["Cache-Control"].split(", "))
    stranger = Client()
    stranger.force_login(StaffRoleFactory(role=Role.ORGANIZER).user)
    assert stranger.get(address).status_code == 404


def test_thumbnail_is_small(organizer: Client, conference: Conference) -> None:
    delegate = DelegateFactory(delegation__conference=conference)
    url = change_url(delegate)
    organizer.post(url, values_of(organizer, url) | {"photo": photo()})

    response = organizer.get(here("delegates_delegate_thumbnail", delegate.pk))

    with Image.open(BytesIO(response.content)) as small:
        assert small.size == (93, 124)


def test_file_that_is_no_picture_is_refused_in_words(
    organizer: Client, conference: Conference
) -> None:
    delegate = DelegateFactory(delegation__conference=conference)
    url = change_url(delegate)
    upload = SimpleUploadedFile("me.jpg", b"<svg onload='alert(1)'/>", content_type="image/jpeg")

    response = organizer.post(url, values_of(organizer, url) | {"photo": upload})

    assert "This is not a JPEG, PNG or HEIC picture" in response.content.decode()
    delegate.refresh_from_db()
    assert delegate.photo.name == ""


def test_approve_decides_on_the_chosen_and_names_the_refused(
    organizer: Client, conference: Conference
) -> None:
    pending = DelegateFactory(delegation__conference=conference)
    approved = DelegateFactory(delegation__conference=conference, approved=True)

    asked = organizer.post(
        LIST, {"action": "approved", "_selected_action": [pending.pk, approved.pk]}
    )
    answer = confirmed(organizer, LIST, asked)

    pending.refresh_from_db()
    assert pending.accreditation == Accreditation.APPROVED
    assert left_out(asked) == [f"{approved}: “Approve” is not possible."]
    assert [str(message) for message in answer.context["messages"]] == [
        f"{pending} is approved.",
        f"{approved}: “Approved” cannot become “Approved”.",
    ]


def chosen_and_confirmed(action: str, *delegates: Delegate) -> dict[str, object]:
    return {
        "csrfmiddlewaretoken": ANY,
        "action": [action],
        "_selected_action": [str(delegates[0].pk)],
        "confirmed": [",".join(str(delegate.pk) for delegate in delegates)],
        "read": ANY,
        "reason": "",
    }


def test_reject_asks_for_the_reason_first(organizer: Client, conference: Conference) -> None:
    delegate = DelegateFactory(delegation__conference=conference)
    chosen = {"action": "rejected", "_selected_action": [delegate.pk]}

    asked = organizer.post(LIST, chosen).content.decode()
    sent = form_values(asked, "decision") | {"reason": ""}
    organizer.post(LIST, sent)
    delegate.refresh_from_db()
    assert sent == chosen_and_confirmed("rejected", delegate)
    assert delegate.accreditation == Accreditation.SUBMITTED

    organizer.post(LIST, sent | {"reason": "Not nominated"})
    delegate.refresh_from_db()
    assert (delegate.accreditation, delegate.decision_reason) == (
        Accreditation.REJECTED,
        "Not nominated",
    )


def test_decision_is_offered_only_to_who_may_decide(conference: Conference) -> None:
    delegate = DelegateFactory(delegation__conference=conference)
    client = Client()
    client.force_login(StaffRoleFactory(conference=conference, role=Role.BADGE_DESK).user)
    decide = here("delegates_delegate_decide", delegate.pk, "approved")

    assert client.post(decide).status_code == 403
    client.post(LIST, {"action": "approved", "_selected_action": [delegate.pk]})
    delegate.refresh_from_db()
    assert delegate.accreditation == Accreditation.SUBMITTED


def test_delegate_page_withdraws_and_restores(organizer: Client, conference: Conference) -> None:
    delegate = DelegateFactory(delegation__conference=conference)

    ways: list[tuple[str, dict[str, str]]] = [
        ("withdrawn", {"reason": "Illness"}),
        ("submitted", {}),
    ]
    for decision, data in ways:
        url = here("delegates_delegate_decide", delegate.pk, decision)
        assert decided(organizer, url, **data).redirect_chain[0][1] == 302
        delegate.refresh_from_db()
        assert delegate.accreditation == decision


def test_delegate_once_decided_on_cannot_be_deleted(
    organizer: Client, conference: Conference
) -> None:
    fresh, known = DelegateFactory.create_batch(2, delegation__conference=conference)
    for decision in ("approved", "withdrawn", "submitted"):
        decided(organizer, here("delegates_delegate_decide", known.pk, decision), reason="Illness")

    answers = [
        organizer.post(here("delegates_delegate_delete", delegate.pk), {"post": "yes"}).status_code
        for delegate in (fresh, known)
    ]

    assert answers == [302, 403]
    assert list(Delegate.objects.all()) == [known]


def test_list_shows_a_person_as_the_secretariat_writes_them(
    organizer: Client, conference: Conference
) -> None:
    DelegateFactory(delegation__conference=conference, given_name="Sodiq", family_name="Rahmon")

    page = organizer.get(LIST).content.decode()

    assert "<bdi>RAHMON, Sodiq</bdi>" in page
    assert '<span class="state state-wait">Submitted</span>' in page


def test_search_finds_every_spelling(organizer: Client, conference: Conference) -> None:
    DelegateFactory(delegation__conference=conference, own_name="Раҳмон", own_name_language="tg")
    DelegateFactory(delegation__conference=conference)

    counts = [
        organizer.post(LIST, {"search": query}, follow=True).context["cl"].result_count
        for query in ("Rahmon", "РАҲМОН", "рахмон")
    ]

    assert counts == [1, 1, 1]


def test_a_list_one_came_from_that_no_database_could_read_is_a_bad_request(
    organizer: Client, conference: Conference
) -> None:
    delegate = DelegateFactory(delegation__conference=conference)
    page = here("delegates_delegate_change", delegate.pk)

    answer = organizer.get(page, {"_changelist_filters": "accreditation__exact=%00"})

    assert answer.status_code == 400
