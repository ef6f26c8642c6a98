"""Own fields of a conference: asked on the site, answered, kept with the person, and gone with
them.
"""

import datetime as dt
import html
import re
from io import BytesIO
from typing import Any

import pytest
from django.apps import apps
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from conference.addresses import admin_url
from conference.choices import Role
from conference.models import AuditEvent, Conference, Mail, User
from conference.site.orphans import stored_keys
from delegates.admin.person import own_answers
from delegates.choices import Accreditation, AnswerKind
from delegates.columns import heading_of
from delegates.drift import drifted_delegates
from delegates.exporting.people import Format, exported
from delegates.models import Delegate, Delegation, OwnField, OwnFieldChoice, OwnValue, Proposal
from delegates.outstanding.asking import Asking
from delegates.outstanding.lacks import Lacks
from delegates.services.registration import own_fields, self_registration
from delegates.services.registration.own_fields import Given
from delegates.services.review import proposals
from tests.factories import (
    DelegateFactory,
    DelegationFactory,
    FocalPointFactory,
    OwnFieldChoiceFactory,
    OwnFieldFactory,
    OwnFieldLineFactory,
    OwnValueFactory,
    RegistrationFieldFactory,
    RegistrationSettingsFactory,
    StaffRoleFactory,
    UserFactory,
    words,
)
from tests.page_forms import form_values
from tests.spreadsheets import sheet_of

PDF = b"%PDF-1.7\n1 0 obj\n%%EOF"


@pytest.fixture
def delegation() -> Delegation:
    found: Delegation = DelegationFactory()
    opened = timezone.now() - dt.timedelta(hours=1)
    RegistrationSettingsFactory(conference=found.conference, opens_at=opened, closes_at=None)
    for column in ("given_name", "family_name"):
        RegistrationFieldFactory(conference=found.conference, column=column)
    return found


@pytest.fixture
def conference(delegation: Delegation) -> Conference:
    return delegation.conference


@pytest.fixture
def focal_point(delegation: Delegation) -> User:
    user: User = FocalPointFactory(delegation=delegation).user
    return user


@pytest.fixture
def site(client: Client, focal_point: User) -> Client:
    client.force_login(focal_point)
    return client


@pytest.fixture
def draft(delegation: Delegation) -> Delegate:
    row: Delegate = DelegateFactory(delegation=delegation, accreditation=Accreditation.DRAFT)
    return row


def own(conference: Conference, answer: str = AnswerKind.TEXT, **more: Any) -> OwnField:
    field: OwnField = OwnFieldFactory(conference=conference, answer=answer, **more)
    return field


def address(name: str, row: Delegation | Delegate, *further: int) -> str:
    where = [row.conference.slug]
    where += [row.delegation_id, row.pk] if isinstance(row, Delegate) else [row.pk]
    return reverse(f"registration:{name}", args=[*where, *further])


def change(client: Client, row: Delegate, **sent: Any) -> Any:
    known = {"given_name": row.given_name, "family_name": row.family_name}
    return client.post(address("open_person", row), known | sent)


def officer_of(conference: Conference, role: str = Role.ORGANIZER) -> Client:
    client = Client()
    client.force_login(StaffRoleFactory(conference=conference, role=role).user)
    return client


def upload(content: bytes, name: str = "letter.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_answers_of_every_kind_are_asked_kept_and_shown_again(
    site: Client, conference: Conference, draft: Delegate
) -> None:
    size, vegan = own(conference), own(conference, AnswerKind.YES_OR_NO)
    choice: OwnFieldChoice = OwnFieldChoiceFactory(field__conference=conference, name=words("Bus"))
    OwnFieldChoiceFactory(name=words("Of another conference"))
    letter = own(conference, AnswerKind.FILE)
    first = site.get(address("open_person", draft)).text
    assert "<legend>Further details</legend>" in first
    assert "Of another conference" not in first

    answer = change(
        site,
        draft,
        **{
            f"own_{size.pk}": "Medium",
            f"own_{vegan.pk}": "yes",
            f"own_{choice.field.pk}": str(choice.pk),
            f"own_{letter.pk}": upload(PDF),
        },
    )

    assert answer.status_code == 302
    values = {value.field: value for value in OwnValue.objects.filter(delegate=draft)}
    assert [values[field].text for field in (size, vegan)] == ["Medium", "yes"]
    assert values[choice.field].choice == choice
    page = site.get(address("open_person", draft)).text
    assert 'value="Medium"' in page
    assert f'<option value="{choice.pk}" selected>Bus</option>' in page
    assert address("file", draft, letter.pk) in page
    # Sent as it is, it changes nothing, and the file stays.
    change(site, draft, **{f"own_{size.pk}": "Medium", f"own_{vegan.pk}": "yes"})
    assert OwnValue.objects.get(field=letter).file


def test_new_person_is_answered_for_on_the_same_form(
    site: Client, conference: Conference, delegation: Delegation
) -> None:
    size = own(conference)

    site.post(address("add_people", delegation), {"given_name": "Anna", f"own_{size.pk}": "Small"})

    assert OwnValue.objects.get().text == "Small"


def test_field_is_asked_of_whom_its_lines_name_and_holds_up_only_them(
    conference: Conference, draft: Delegate
) -> None:
    everybody = own(conference, is_required=True, name=words("Size"))
    theirs = OwnFieldLineFactory(
        field__conference=conference, field__is_required=True, kind=draft.delegation.kind
    ).field
    OwnFieldLineFactory(field__conference=conference, field__is_required=True, of_rank=True)
    asking = Asking(conference)

    assert asking.own_of(draft) == [everybody, theirs]
    assert Lacks(asking).in_words(draft) == ["Size", str(theirs)]
    OwnValueFactory(delegate=draft, field=theirs)
    assert Lacks(Asking(conference)).in_words(draft) == ["Size"]


def test_whoever_lacks_a_required_answer_stays_a_draft(
    site: Client, conference: Conference, delegation: Delegation, draft: Delegate
) -> None:
    own(conference, is_required=True, name=words("Size"))

    assert "Size" in site.get(address("hand_in", delegation)).text
    site.post(address("hand_in", delegation))

    draft = Delegate.with_drafts.get(pk=draft.pk)
    assert draft.accreditation == Accreditation.DRAFT


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<script>alert(1)</script>", "picture"),
        (PDF[:12], "The end of this PDF file is missing."),
        (b"%PDF-" + b"x" * (10 * 2**20), "larger than 10 MB"),
    ],
    ids=["page", "cut short", "large"],
)
def test_file_of_another_kind_is_refused_in_words(
    site: Client, conference: Conference, draft: Delegate, content: bytes, said: str
) -> None:
    letter = own(conference, AnswerKind.FILE)

    page = change(site, draft, **{f"own_{letter.pk}": upload(content)})

    assert page.status_code == 200
    assert said in page.text
    assert not OwnValue.objects.exists()


def test_file_that_was_chosen_waits_while_the_form_comes_back(
    site: Client, conference: Conference, draft: Delegate
) -> None:
    letter = own(conference, AnswerKind.FILE)
    name = f"own_{letter.pk}"

    before = set(stored_keys())
    unreadable = {"given_name": "A\u202eB", "family_name": "C"}
    came_back = change(site, draft, **{name: upload(PDF)}, **unreadable).text
    (token,) = re.findall(rf'name="{name}-chosen" value="([^"]+)"', came_back)
    other = DelegateFactory(delegation=draft.delegation)
    elsewhere = change(site, other, **{f"{name}-chosen": token})
    saved = change(site, draft, **{f"{name}-chosen": token})

    assert "The file you chose is kept" in came_back
    assert elsewhere.status_code == saved.status_code == 302
    with OwnValue.objects.get().file.open() as file:
        assert file.read() == PDF
    assert OwnValue.objects.get().delegate == draft
    assert set(stored_keys()) - before == {OwnValue.objects.get().file.name}


def test_returned_for_an_own_field_the_delegation_reads_which(
    site: Client, conference: Conference, delegation: Delegation
) -> None:
    row = DelegateFactory(delegation=delegation)
    RegistrationFieldFactory(conference=conference, column="photo", is_required=True)
    plate, elsewhere = own(conference, name=words("Number plate")), OwnFieldFactory()
    page = admin_url(conference, "delegates_delegate_decide", row.pk, "returned")
    officer = officer_of(conference)

    asked = officer.get(page).text
    said = form_values(asked, "decision") | {"reason": "Unreadable"}
    assert "Number plate" in asked
    assert officer.post(page, said | {"to_correct": f"own_{elsewhere.pk}"}).status_code == 200
    officer.post(page, said | {"to_correct": [f"own_{plate.pk}", "photo"]})

    form = site.get(address("open_person", row)).text
    assert re.findall("To be corrected: (.*?)<", form) == ["Number plate, Photo"]
    assert "Number plate" in Mail.objects.get().text
    event = AuditEvent.objects.get(action="delegate.returned")
    assert event.detail == {"fields": ["photo"], "own_fields": [plate.pk]}


def test_older_form_overwrites_no_newer_answer(
    site: Client, conference: Conference, draft: Delegate
) -> None:
    size = own(conference, name=words("Shirt size"))
    page = admin_url(conference, "delegates_delegate_own_answers", draft.pk)
    officer = officer_of(conference)
    (loaded,), (seen,) = (
        re.findall(r'name="loaded_values" value="([^"]+)"', text)
        for text in (site.get(address("open_person", draft)).text, officer.get(page).text)
    )
    own_fields.answer(delegate=draft, answers={size: Given("L")}, by=UserFactory(), at=now())

    typed = {f"own_{size.pk}": "M"}
    answers = [
        change(site, draft, **typed, loaded_values=loaded),
        officer.post(page, typed | {"loaded_values": seen}),
    ]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert "Now stored: “L”. In your form: “M”." in html.unescape(answers[0].text)
    assert "Shirt size" in answers[1].text
    assert OwnValue.objects.get().text == "L"


def test_picture_is_encoded_anew(site: Client, conference: Conference, draft: Delegate) -> None:
    card, sent = own(conference, AnswerKind.FILE), BytesIO()
    Image.new("RGB", (40, 20), "red").save(sent, "JPEG", comment=b"<script>")

    change(site, draft, **{f"own_{card.pk}": upload(sent.getvalue(), "card.jpg")})

    stored = OwnValue.objects.get().file
    assert stored.name.startswith("answers/")
    assert stored.name.endswith(".png")
    with stored.open() as picture:
        assert picture.read().startswith(b"\x89PNG")


def test_file_is_for_its_delegation_and_officers_alone_and_each_look_is_on_record(
    site: Client, conference: Conference, draft: Delegate
) -> None:
    letter = own(conference, AnswerKind.FILE)
    change(site, draft, **{f"own_{letter.pk}": upload(PDF)})
    url = address("file", draft, letter.pk)
    admin = admin_url(conference, "delegates_delegate_own_file", draft.pk, letter.pk)
    stranger = Client()
    stranger.force_login(FocalPointFactory(delegation__conference=conference).user)

    answer = site.get(url)

    assert answer.getvalue() == PDF
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Cache-Control"] == "private, no-store"
    assert "letter" not in answer["Content-Disposition"]
    assert AuditEvent.objects.filter(action="delegate.own_file_taken").count() == 1
    assert stranger.get(url).status_code == 404
    assert officer_of(conference).get(admin).getvalue() == PDF
    assert officer_of(conference, Role.SECURITY_OFFICER).get(admin).status_code in {403, 404}
    # Taken out again.
    change(site, draft, **{f"own_{letter.pk}_remove": "on"})
    assert site.get(url).status_code == 404


def test_of_whoever_is_approved_answers_change_at_once_unless_the_field_says_otherwise(
    site: Client, conference: Conference, delegation: Delegation
) -> None:
    row = DelegateFactory(delegation=delegation, approved=True)
    size, car = own(conference), own(conference, matters=True, name=words("Number plate"))

    change(site, row, **{f"own_{size.pk}": "Medium", f"own_{car.pk}": "0101 AA"})

    assert [value.field for value in OwnValue.objects.all()] == [size]
    proposal = Proposal.objects.get()
    assert "0101 AA" in site.get(address("open_person", row)).text
    page = admin_url(conference, "delegates_proposal_change", proposal.pk)
    assert "Number plate" in officer_of(conference).get(page).text
    proposals.take(proposal=proposal, by=UserFactory(), at=timezone.now())
    assert OwnValue.objects.get(field=car).text == "0101 AA"
    events = AuditEvent.objects.filter(action__startswith="delegate.change_")
    assert [event.detail for event in events.order_by("pk")] == [{"own_fields": [car.pk]}] * 2


def test_answer_that_is_proposed_is_corrected_in_the_form_and_dropped_where_it_is_as_before(
    site: Client, conference: Conference, delegation: Delegation
) -> None:
    row = DelegateFactory(delegation=delegation, approved=True)
    car = own(conference, matters=True, name=words("Number plate"))
    OwnValueFactory(delegate=row, field=car, text="0202 BB")
    change(site, row, **{f"own_{car.pk}": "0101 AA"})
    proposed_at = Proposal.objects.get().proposed_at

    page = site.get(address("open_person", row)).text
    change(site, row, **{f"own_{car.pk}": "0101 AA"})
    untouched = Proposal.objects.get().proposed_at
    change(site, row, **{f"own_{car.pk}": "0202 BB"})

    assert 'value="0101 AA"' in page
    assert "Registered: <bdi>0202 BB</bdi>" in re.sub("</?span>", "", page)
    assert untouched == proposed_at
    assert not Proposal.objects.exists()


def test_what_is_typed_in_an_own_field_comes_back(
    site: Client, conference: Conference, draft: Delegate
) -> None:
    size = own(conference)

    site.post(address("typed", draft), {f"own_{size.pk}": "Medi"})

    assert 'value="Medi"' in site.get(address("open_person", draft)).text


def test_officer_sees_and_changes_answers_and_history_says_what_they_were(
    conference: Conference, delegation: Delegation
) -> None:
    row, size = DelegateFactory(delegation=delegation), own(conference, name=words("Size"))
    officer = officer_of(conference)
    url = admin_url(conference, "delegates_delegate_own_answers", row.pk)
    for answer in ("Medium", "Large"):
        assert officer.post(url, {f"own_{size.pk}": answer}).status_code == 302

    page = officer.get(admin_url(conference, "delegates_delegate_change", row.pk)).text
    history = officer.get(admin_url(conference, "delegates_delegate_history", row.pk)).text

    assert "Large" in page
    # The latest first: Medium became Large, and nothing Medium.
    assert history.index("Medium") < history.index("Large") < history.rindex("Medium")
    # Values are in the history rows alone.
    assert not any("Large" in str(event.detail) for event in AuditEvent.objects.all())
    desk = officer_of(conference, Role.BADGE_DESK)
    assert "Large" not in desk.get(admin_url(conference, "delegates_delegate_change", row.pk)).text


def test_history_shows_the_latest_of_many_answers(
    conference: Conference, draft: Delegate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own_answers, "LATEST", 2)
    size, colour = own(conference), own(conference)
    for field, text in ((size, "S"), (colour, "Red"), (size, "M"), (size, "L")):
        given = {field: Given(text)}
        own_fields.answer(delegate=draft, answers=given, by=UserFactory(), at=now())

    changes = [(before, after) for *_said, before, after in own_answers.changes_of(draft)]

    assert changes == [("M", "L"), ("S", "M")]


def test_file_is_replaced_so_often_and_no_more(
    site: Client, conference: Conference, draft: Delegate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own_fields, "MOST_FILES", 2)
    letter = own(conference, AnswerKind.FILE)

    answers = [change(site, draft, **{f"own_{letter.pk}": upload(PDF)}) for _each in range(3)]

    assert [answer.status_code for answer in answers] == [302, 302, 200]
    assert "write to the secretariat" in answers[2].text


def test_file_that_is_removed_in_between_is_replaced_no_oftener(
    site: Client, conference: Conference, draft: Delegate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own_fields, "MOST_FILES", 2)
    letter = own(conference, AnswerKind.FILE)
    name = f"own_{letter.pk}"

    answers = []
    for _each in range(3):
        answers.append(change(site, draft, **{name: upload(PDF)}))
        change(site, draft, **{f"{name}_remove": "on"})

    assert [answer.status_code for answer in answers] == [302, 302, 200]


def test_search_finds_by_the_answer_only_where_the_field_says_so(
    conference: Conference, delegation: Delegation
) -> None:
    row = DelegateFactory(delegation=delegation)
    car, size = own(conference, is_searched=True), own(conference)
    given = {car: Given(text="Zaphod"), size: Given(text="Trillian")}

    own_fields.answer(delegate=row, answers=given, by=UserFactory(is_superuser=True), at=now())

    assert list(Delegate.objects.matching("zaphod")) == [row]
    assert list(Delegate.objects.matching("trillian")) == []
    assert list(drifted_delegates(conference)) == []
    OwnField.objects.filter(pk=car.pk).update(is_searched=False)
    own_fields.search_by(field=car)
    assert list(Delegate.objects.matching("zaphod")) == []


def test_export_has_a_column_for_each_that_the_import_passes_over(
    conference: Conference, delegation: Delegation
) -> None:
    size = own(conference, name=words("Hotel"))
    letter = own(conference, AnswerKind.FILE, name=words("Letter"))
    rows = DelegateFactory.create_batch(3, delegation=delegation)
    OwnValueFactory(delegate=rows[0], field=size, text="Medium")
    OwnValueFactory(delegate=rows[1], field=letter, text="", file="answers/aa/bb.pdf")

    with exported(Delegate.objects.all(), conference, Format.XLSX) as file:
        heading, *lines = (line.cells for line in sheet_of(file.read()).rows)

    assert list(heading[-2:]) == ["Own field: Hotel", "Own field: Letter"]
    cells = [dict(zip(heading, line, strict=False)) for line in lines]
    assert [line.get("Own field: Hotel", "") for line in cells] == ["Medium", "", ""]
    assert [line.get("Own field: Letter", "") for line in cells] == ["", "a file", ""]
    assert heading_of(["Own field: Hotel"]).places == {}
    assert heading_of(["Own field: Hotel"]).unknown == ()


def test_answers_go_with_the_person(
    site: Client, conference: Conference, draft: Delegate, focal_point: User
) -> None:
    size, letter = own(conference), own(conference, AnswerKind.FILE)
    change(site, draft, **{f"own_{size.pk}": "Medium", f"own_{letter.pk}": upload(PDF)})
    assert default_storage.exists(OwnValue.objects.get(field=letter).file.name)

    self_registration.take_out(delegate=draft, by=focal_point, at=now())

    assert not OwnValue.objects.exists()
    assert not apps.get_model("delegates", "OwnValueEvent")._default_manager.exists()


def test_organizer_adds_a_field_with_choices(conference: Conference) -> None:
    officer = officer_of(conference)
    asked = {"name_0": "Transfer", "answer": "choice", "order": "1", "is_required": "on"}
    choices = {
        "choices-TOTAL_FORMS": "1",
        "choices-INITIAL_FORMS": "0",
        "choices-0-name_0": "Bus",
        "choices-0-order": "0",
    }
    add = admin_url(conference, "delegates_ownfield_add")
    without = officer.post(add, asked | choices | {"choices-0-name_0": ""})
    assert "Enter what can be chosen." in without.content.decode()
    assert not OwnField.objects.exists()

    officer.post(add, asked | choices)

    field = OwnField.objects.get()
    assert (field.name.localize("en"), field.answer) == ("Transfer", AnswerKind.CHOICE)
    assert field.is_required
    assert [str(row) for row in OwnFieldChoice.objects.filter(field=field)] == ["Bus"]


def now() -> dt.datetime:
    return timezone.now()
