"""The badge beside a delegate's form: what stands in the form, drawn by the code that prints."""

import base64
import os
import re
import signal
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from badges.background import chunk_files
from badges.engine import qr
from badges.engine.codes import NO_CODE
from badges.engine.tokens import NO_TOKEN
from badges.previews import asking
from badges.previews.drawing import picture_of
from conference import embedded
from conference.choices import Role
from conference.models import AuditEvent, Conference
from conference.permissions import PERMISSIONS
from delegates import photos
from delegates.models import Category, Delegate
from tests.badges.conftest import MakeDelegates, Send, WorkOff
from tests.badges.previewing import Process, drawing
from tests.factories import (
    CategoryFactory,
    CategoryRuleFactory,
    DelegateFactory,
    DelegationFactory,
    RankFactory,
    StaffRoleFactory,
)
from tests.here import here
from tests.page_forms import form_values

SEEN = [("delegates", "delegate"), ("badges", "badge")]
LATE = "The preview is taking longer than usual. The badge will be printed as saved."


@pytest.fixture(scope="module")
def previews() -> Iterator[Process]:
    with drawing() as process:
        yield process


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A design that nobody has drawn yet is compiled first."""
    monkeypatch.setattr(asking, "PATIENCE_SECONDS", 30.0)


@pytest.fixture
def organizer(client: Client, conference: Conference) -> Client:
    client.force_login(StaffRoleFactory(conference=conference, role=Role.ORGANIZER).user)
    return client


def typed(client: Client, delegate: Delegate, **fields: Any) -> dict[str, Any]:
    """The form of the delegate's page as it stands, with these fields changed."""
    page = client.get(here("delegates_delegate_change", delegate.pk)).content.decode()
    return {**form_values(page, "delegate_form"), **fields}


def preview(client: Client, delegate: Delegate | None, form: dict[str, Any]) -> str:
    """The part of the page that shows it."""
    name = "badges_badge_preview" if delegate else "badges_badge_preview_new"
    url = here(name, *([delegate.pk] if delegate else []))
    answer = client.post(url, form, headers={"HX-Request": "true", "HX-Target": "badge-preview"})
    assert answer.status_code == 200
    return str(answer.content.decode())


def picture_in(part: str) -> bytes:
    found = re.search(r'src="data:image/jpeg;base64,([^"]*)"', part)
    return base64.b64decode(found[1]) if found else b""


def printed(job: Any) -> bytes:
    """The picture of a job's one page, by the files' own code, with the code of no badge."""
    entry = job.entries.get()
    generation = entry.generation
    generation.content = {**generation.content, "code": NO_CODE, "token": NO_TOKEN}
    out = BytesIO()
    badge = chunk_files._wanted(entry)
    using = chunk_files.supplies(chunk_files.Pictures().load)
    said = chunk_files._said(badge.content, job)
    list(chunk_files.make_file(badge.orders(), using, out, said))
    return picture_of(out.getvalue())


def portrait(side: int = 700) -> SimpleUploadedFile:
    """Wider than the badge shows: its edges are cut."""
    picture = Image.linear_gradient("L").resize((side, side)).rotate(90)
    out = BytesIO()
    Image.merge("RGB", [picture, picture.rotate(90), picture]).save(out, "JPEG")
    return SimpleUploadedFile("me.jpg", out.getvalue(), content_type="image/jpeg")


def files() -> set[Path]:
    """Those of the database come and go by themselves."""
    folders = [Path(default_storage.path("")), Path(settings.VAR_DIR)]
    return {
        path
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file() and embedded.postgres_data_dir() not in path.parents
    }


def keys_in_cache() -> set[bytes]:
    return set(cache._cache.get_client(None).keys("*"))


@pytest.mark.usefixtures("previews", "patient")
def test_the_picture_is_that_of_the_printed_badge(
    organizer: Client, make_delegates: MakeDelegates, send: Send, work_off: WorkOff
) -> None:
    """As it is saved, and before it is, the photo and its crop included."""
    (delegate,) = make_delegates(given_name="Farrukh", function="Adviser")
    Delegate.objects.update(photo=photos.store(photos.encoded(portrait())))
    job = send()
    work_off()
    saved = picture_in(preview(organizer, delegate, typed(organizer, delegate)))
    Delegate.objects.update(given_name="Farukh", function="", photo="")
    other = picture_in(preview(organizer, delegate, typed(organizer, delegate)))
    form = typed(organizer, delegate, given_name="Farrukh", function="Adviser", photo=portrait())

    unsaved = picture_in(preview(organizer, delegate, form))

    assert unsaved == saved == printed(job)
    assert other != saved
    picture = Image.open(BytesIO(saved))
    assert picture.size == (621, 875)
    assert qr.read_back(picture) == NO_TOKEN


@pytest.mark.usefixtures("previews", "patient")
def test_patronymic_in_the_form_is_on_it_where_the_conference_has_it_printed(
    organizer: Client, conference: Conference, make_delegates: MakeDelegates
) -> None:
    (delegate,) = make_delegates(given_name="Farrukh")
    form = typed(organizer, delegate, patronymic="Sharipovich")
    as_given = typed(organizer, delegate, given_name="Farrukh Sharipovich")

    stored = picture_in(preview(organizer, delegate, typed(organizer, delegate)))
    unprinted = picture_in(preview(organizer, delegate, form))
    conference.prints_patronymics = True
    conference.save()
    on_it = picture_in(preview(organizer, delegate, form))

    assert unprinted == stored != on_it
    assert on_it == picture_in(preview(organizer, delegate, as_given))


@pytest.mark.usefixtures("previews", "patient")
def test_what_is_shortened_is_said(organizer: Client, make_delegates: MakeDelegates) -> None:
    (delegate,) = make_delegates()
    long = "WWWWWWWWWWWWWW " * 20

    part = preview(organizer, delegate, typed(organizer, delegate, function=long))

    [(field, what)] = re.findall(r"<li>\s*<b>(.*?)</b>\s*(.*?)\s*</li>", part)
    assert (field, what) == ("Function", "shortened, 6 pt")


@pytest.mark.usefixtures("previews", "patient")
def test_what_a_field_refuses_is_said_and_the_badge_is_as_stored(
    organizer: Client, make_delegates: MakeDelegates
) -> None:
    (delegate,) = make_delegates()
    as_stored = picture_in(preview(organizer, delegate, typed(organizer, delegate)))
    form = typed(organizer, delegate, given_name="F\u202earrukh", photo=portrait(100))

    part = preview(organizer, delegate, form)

    assert picture_in(part) == as_stored
    assert len(re.findall("<li>", part)) == 2
    assert "The picture is 100 × 100 pixels" in part


@pytest.mark.usefixtures("previews", "patient")
def test_a_rank_chosen_in_the_form_gives_the_category_of_the_rules(
    organizer: Client, make_delegates: MakeDelegates, conference: Conference, category: Category
) -> None:
    (delegate,) = make_delegates(is_category_set_by_hand=False)
    minister = RankFactory(conference=conference)
    special = CategoryFactory(conference=conference, letter="V", colour="#a4262c")
    CategoryRuleFactory(conference=conference, category=special, rank=minister)
    CategoryRuleFactory(conference=conference, category=category)
    form = typed(organizer, delegate)

    by_rules = picture_in(preview(organizer, delegate, {**form, "rank": minister.pk}))

    by_hand = picture_in(preview(organizer, delegate, {**form, "category": special.pk}))
    assert by_rules == by_hand != picture_in(preview(organizer, delegate, form))


@pytest.mark.usefixtures("previews", "patient")
def test_somebody_new_is_shown_once_a_delegation_is_chosen(
    organizer: Client, make_delegates: MakeDelegates, conference: Conference, category: Category
) -> None:
    (there,) = make_delegates(given_name="Farrukh", is_category_set_by_hand=False)
    CategoryRuleFactory(conference=conference, category=category)
    form = {"given_name": there.given_name, "family_name": there.family_name}

    without = preview(organizer, None, form)
    within = preview(organizer, None, {**form, "delegation": there.delegation_id})

    assert "The badge appears here once a delegation is chosen." in without
    form = {name: getattr(there, name) for name in ("function", "ministry", "department")}
    bare = preview(organizer, there, dict.fromkeys([*form, "own_name"], ""))
    assert picture_in(within) == picture_in(bare) != b""
    assert Delegate.objects.count() == 1


@pytest.mark.usefixtures("previews", "patient")
def test_of_somebody_registered_no_other_delegation_is_shown(
    organizer: Client, make_delegates: MakeDelegates, conference: Conference
) -> None:
    (delegate,) = make_delegates()
    other = DelegationFactory(conference=conference)
    form = typed(organizer, delegate)

    shown = preview(organizer, delegate, {**form, "delegation": other.pk})

    assert picture_in(shown) == picture_in(preview(organizer, delegate, form)) != b""


@pytest.mark.usefixtures("previews", "patient")
def test_nothing_of_it_is_kept(organizer: Client, make_delegates: MakeDelegates) -> None:
    (delegate,) = make_delegates(photo=photos.store(photos.encoded(portrait())))
    form = typed(organizer, delegate)
    assert picture_in(preview(organizer, delegate, {**form, "photo": portrait(600)}))
    kept, stored, events = keys_in_cache(), files(), AuditEvent.objects.count()
    was = Delegate.objects.values().get()

    other = {**form, "given_name": "Somebody", "family_name": "Else", "photo": portrait(640)}
    part = preview(organizer, delegate, other)

    assert picture_in(part)
    assert (keys_in_cache() - kept, files() - stored) == (set(), set()), "what is gone has expired"
    assert AuditEvent.objects.count() == events
    assert Delegate.objects.values().get() == was


def test_a_delegate_of_another_conference_is_not_there(
    organizer: Client, make_delegates: MakeDelegates
) -> None:
    make_delegates()
    other = DelegateFactory()

    answer = organizer.post(here("badges_badge_preview", other.pk), {})

    assert answer.status_code == 404


@pytest.mark.parametrize("role", sorted({*Role} - {Role.DOOR}))
def test_whoever_may_see_badges_gets_one(
    client: Client, make_delegates: MakeDelegates, conference: Conference, role: str
) -> None:
    """The others get no picture, and their page asks for none."""
    (delegate,) = make_delegates()
    client.force_login(StaffRoleFactory(conference=conference, role=role).user)
    may = {f"{app}.view_{name}" in PERMISSIONS[role] for app, name in SEEN}
    url = here("badges_badge_preview", delegate.pk)

    page = client.get(here("delegates_delegate_change", delegate.pk))
    answer = client.post(url, {})

    assert (url in page.content.decode(), answer.status_code == 200) == (may == {True},) * 2
    if answer.status_code == 200:
        assert {"no-store", "private"} < {*answer["Cache-Control"].split(", ")}


def test_an_address_that_is_only_opened_shows_nothing(
    organizer: Client, make_delegates: MakeDelegates
) -> None:
    (delegate,) = make_delegates()

    address = here("badges_badge_preview", delegate.pk)
    answer = organizer.get(address, follow=True, headers={"accept": "text/html"})

    assert answer.redirect_chain[-1] == (here("badges_badge_changelist"), 302)


# What goes wrong


def sent(client: Client, delegate: Delegate) -> str:
    """The page after the form is saved."""
    form = typed(client, delegate, given_name="Saved")
    url = here("delegates_delegate_change", delegate.pk)
    assert client.post(url, form).status_code == 302
    return str(Delegate.objects.get().given_name)


def test_without_the_process_a_word_is_said_and_the_form_saves(
    organizer: Client, make_delegates: MakeDelegates
) -> None:
    """Asked once more by itself, and then no more."""
    (delegate,) = make_delegates()
    with drawing() as process:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()

        part = preview(organizer, delegate, typed(organizer, delegate))
        again = preview(organizer, delegate, {**typed(organizer, delegate), "again": "1"})

        assert sent(organizer, delegate) == "Saved"
    assert (LATE in part, LATE in again) == (True, True)
    assert ("hx-post" in part, "hx-post" in again) == (True, False)


def test_a_process_that_hangs_is_waited_for_no_longer_than_said(
    organizer: Client, make_delegates: MakeDelegates, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is drawn as soon as the process goes on."""
    (delegate,) = make_delegates()
    with drawing() as process:
        os.kill(process.pid, signal.SIGSTOP)
        part = preview(organizer, delegate, typed(organizer, delegate))
        assert sent(organizer, delegate) == "Saved"
        os.kill(process.pid, signal.SIGCONT)
        monkeypatch.setattr(asking, "PATIENCE_SECONDS", 30.0)
        later = preview(organizer, delegate, typed(organizer, delegate))

    assert (LATE in part, picture_in(part)) == (True, b"")
    assert picture_in(later)
