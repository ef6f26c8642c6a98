"""Nameplates for one session: chosen, looked at in their order, drawn by a worker, taken."""

import re

import pypdfium2
import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone
from i18nfield.strings import LazyI18nString

from badges.background import nameplates
from conference import leased_work
from conference.choices import Role
from conference.models import AuditEvent, BackgroundJob, Conference
from delegates.models import Delegation
from sessions.models import Session
from tests.badges.admin.test_printing import signed_in
from tests.factories import (
    DelegateFactory,
    DelegationFactory,
    DelegationKindFactory,
    SessionFactory,
    SessionPartFactory,
)
from tests.here import here
from tests.page_forms import form_values

SHEET = (297, 210)


@pytest.fixture
def session(conference: Conference) -> Session:
    found: Session = SessionFactory(conference=conference, title=LazyI18nString({"en": "Plenary"}))
    return found


@pytest.fixture
def officer(conference: Conference) -> Client:
    """Whoever plans sessions prints what stands on their tables, and no badge."""
    return signed_in(conference, Role.PROGRAMME_OFFICER)


def listed(page: str) -> list[str]:
    return re.findall(r"<li><bdi[^>]*>([^<]*)</bdi>", page)


def hidden(page: str) -> dict[str, str]:
    """What the form keeps while it does not ask for it, of the form that shows the order."""
    form = page.split('class="seating"')[1].split("</form>", maxsplit=1)[0]
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))


def read(pdf: bytes) -> list[tuple[str, str]]:
    """Of each sheet what stands on its upper half, and on its lower one."""
    with pypdfium2.PdfDocument(pdf) as pages:
        found = []
        for page in pages:
            width, height = page.get_size()
            assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == SHEET
            text = page.get_textpage()
            halves = ((height / 2, height), (0, height / 2))
            found.append(
                tuple(
                    " ".join(text.get_text_bounded(bottom=low, top=top).split())
                    for low, top in halves
                )
            )
    return found


def delegation(conference: Conference, kind: object, name: str, flag: str = "") -> Delegation:
    found: Delegation = DelegationFactory(
        conference=conference, kind=kind, name=LazyI18nString({"en": name}), flag_code=flag
    )
    return found


def printed(officer: Client, page: str, form: dict[str, object]) -> tuple[bytes, str]:
    """The file, and the page that gives it."""
    answer = officer.post(page, form | {"print": "1"})
    assert answer.status_code == 302, answer.content.decode()
    assert "<dt>Nameplates of</dt>" in officer.get(answer.headers["Location"]).content.decode()
    assert leased_work.run_next([nameplates.WORK], timezone.now)
    job = BackgroundJob.objects.get()
    assert job.state == "done", job.error
    taken = b"".join(officer.get(here("conference_backgroundjob_file", job.pk)))  # type: ignore[arg-type]
    told = officer.get(here("conference_backgroundjob_change", job.pk)).content.decode()
    default_storage.delete(job.file.name)
    return taken, told


def test_nameplates_of_delegations_start_with_the_one_drawn_and_go_round(
    conference: Conference, session: Session, officer: Client
) -> None:
    """From the session's page to the folded sheets, in the order that the form says by now, though
    another was looked at; whose name no font has is named.
    """
    states = DelegationKindFactory(conference=conference, code="state")
    observers = DelegationKindFactory(conference=conference, code="observer_state")
    for name, flag in (("Kenya", "KE"), ("Algeria", "DZ"), ("Chile", "CL"), ("Zambia", "ZM")):
        delegation(conference, states, name, flag)
    delegation(conference, observers, "Holy See", "VA")
    delegation(conference, states, "Atlant\U0001f30aland")
    kenya = Delegation.objects.get(name__contains="Kenya")
    session_page = officer.get(here("agenda_session_change", session.pk)).content.decode()
    link = re.search(r'href="([^"]*nameplates/\?session=[^"]*)"', session_page)
    assert link is not None
    chosen = {
        "session": session.code,
        "who": "delegations",
        "kinds": [states.pk, observers.pk],
        "first": "",
        "language": "en",
    }

    page = link[1].split("?")[0]
    before = officer.post(page, chosen).content.decode()
    sent = form_values(before, "seating") | {"first": kenya.pk}
    preview = officer.post(page, sent).content.decode()
    pdf, told = printed(officer, page, sent)

    order = ["Kenya", "Zambia", "Algeria", "Chile", "Holy See"]
    assert [name for name in listed(preview) if "land" not in name] == order
    assert next(name for name in listed(before) if "land" not in name) == "Algeria"
    assert read(pdf) == [(name, name) for name in order]
    assert re.findall(r"<dd><bdi>([^<]*)", told) == [
        "Delegations",
        "State, Observer State",
        "Kenya",
        "English",
    ]
    assert "Atlant\U0001f30aland" in told
    assert "The fonts lack letters of the name" in told
    event = AuditEvent.objects.get(action="nameplates.downloaded")
    assert event.detail == {"nameplates": 5}


def test_nameplates_of_people_follow_their_parts_and_of_heads_their_delegations(
    conference: Conference, session: Session, officer: Client
) -> None:
    """Whoever has two parts sits once, whoever was refused has no seat; guests have one.

    Delegations without a head who attends are named.
    """
    kind = DelegationKindFactory(conference=conference, code="state")
    zambia, chile = (delegation(conference, kind, name) for name in ("Zambia", "Chile"))
    for sent, name in ((zambia, "Banda"), (chile, "Rojas")):
        sent.head = DelegateFactory(delegation=sent, given_name="Ana", family_name=name)
        sent.save()
    refused = DelegateFactory(
        delegation=chile, approved=True, accreditation="rejected", decision_reason="No visa"
    )
    delegation(conference, kind, "Kenya")
    peru = delegation(conference, kind, "Peru")
    peru.head = DelegateFactory(
        delegation=peru, approved=True, accreditation="rejected", decision_reason="No visa"
    )
    peru.save()
    parts = [("chair", zambia.head), ("speaker", refused), ("speaker", chile.head)]
    for order, (part, person) in enumerate([*parts, ("rapporteur", zambia.head)]):
        SessionPartFactory(session=session, part=part, delegate=person, order=order)
    SessionPartFactory(session=session, part="speaker", delegate=None, name="Dr Li", order=9)
    page = here("badges_badgedesign_nameplates")
    asked = {"session": session.code, "language": "en", "kinds": [kind.pk]}

    people = officer.post(page, asked | {"who": "people"}).content.decode()
    heads = officer.post(page, asked | {"who": "heads", "first": zambia.pk}).content.decode()
    unknown = officer.post(page, asked | {"session": "nowhere"})
    back = officer.post(
        page, hidden(people) | {"language": "en", "who": "delegations"}
    ).content.decode()
    security = signed_in(conference, Role.SECURITY_OFFICER).get(page)

    assert [name.split(",")[0] for name in listed(people)] == ["BANDA", "ROJAS", "Dr Li"]
    assert [name.split(",")[0] for name in listed(heads)] == ["BANDA", "ROJAS"]
    assert unknown.status_code == 404
    assert security.status_code == 403
    assert re.findall(r"<li><a[^>]*><bdi>([^<]*)", heads) == ["Kenya", "Peru"]
    assert "Kenya" not in people
    assert listed(back) == ["Chile", "Kenya", "Peru", "Zambia"]


def test_names_are_in_the_script_of_the_nameplate_where_they_are_in_its_language(
    conference: Conference, session: Session, officer: Client
) -> None:
    conference.languages = ["en", "ar"]
    conference.save()
    own = {"own_name": "نادية برادة", "own_name_language": "ar"}
    person = DelegateFactory(delegation__conference=conference, family_name="Berrada", **own)
    SessionPartFactory(session=session, delegate=person)
    asked = {"session": session.code, "who": "people", "kinds": [person.delegation.kind_id]}
    page = here("badges_badgedesign_nameplates")

    shown = {
        tag: officer.post(page, asked | {"language": tag}).content.decode() for tag in ("en", "ar")
    }

    assert listed(shown["ar"]) == ["نادية برادة"]
    assert listed(shown["en"]) == [str(person)]
