"""Codes are signed by the conference's own key, which a copy of the database does not hold."""

import datetime as dt

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from badges.choices import Purpose, Reason
from badges.engine import tokens
from badges.engine.tokens import Refusal, Token, TokenError
from badges.models import Generation, PrintJob, SigningKey
from badges.services import signing
from badges.services.printing import generations
from conference import secrets
from conference.models import AuditEvent, Conference
from delegates.models import Category
from tests.badges.conftest import AT, MakeDelegates, Send, WorkOff
from tests.factories import CategoryZoneFactory, ConferenceFactory, ZoneFactory

OTHER_KEY = secrets.parsed(["second:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"])


def tokens_of(job: PrintJob) -> list[Token]:
    keys = signing.public_keys(job.conference)
    return [tokens.read(entry.generation.content["token"], keys) for entry in job.entries.all()]


def test_token_says_what_the_badge_opens_and_nothing_of_the_person(
    make_delegates: MakeDelegates, send: Send, conference: Conference, category: Category
) -> None:
    for _ in range(2):
        ZoneFactory(conference=conference)
    opened = ZoneFactory(conference=conference)
    CategoryZoneFactory(category=category, zone=opened)
    make_delegates(2)

    job = send()

    first, second = tokens_of(job)
    entry = job.entries.get(order=2)
    key = SigningKey.objects.get()
    category.refresh_from_db()
    assert second == Token(
        fingerprint=bytes.fromhex(key.fingerprint),
        serial=2,
        generation=1,
        badge_type=1,
        category=category.number,
        zones=0b100,
        window=second.window,
        code=tokens.code_in(entry.generation.shown.square),
    )
    assert (first.window, first.serial) == (second.window, 1)
    assert (second.window.start, second.window.end) == (
        dt.datetime.combine(conference.starts_on, dt.time(), conference.zone)
        - dt.timedelta(days=14),
        dt.datetime.combine(conference.ends_on, dt.time(4), conference.zone) + dt.timedelta(days=2),
    )


def test_again_repeats_the_token_and_replacing_makes_another(
    make_delegates: MakeDelegates, send: Send, work_off: WorkOff
) -> None:
    make_delegates(1)
    job = send()
    work_off()
    again = send(purpose=Purpose.AGAIN, reason=Reason.PAPER_JAM)
    work_off()
    replaced = send(purpose=Purpose.REPLACE, reason=Reason.LOST)

    [first], [copy], [next_one] = map(tokens_of, (job, again, replaced))

    assert copy == first
    assert (next_one.generation, next_one.serial) == (2, first.serial)
    assert next_one.code != first.code


def test_key_is_made_once_for_a_conference_and_none_for_another(
    make_delegates: MakeDelegates, send: Send, conference: Conference
) -> None:
    make_delegates(1)
    send()
    make_delegates(1)
    send()
    other = ConferenceFactory()

    with pytest.raises(TokenError) as refused:
        tokens.read(Generation.objects.first().content["token"], signing.public_keys(other))

    assert refused.value.refusal == Refusal.KEY
    assert list(SigningKey.objects.values_list("conference", flat=True)) == [conference.pk]


@pytest.mark.django_db
def test_private_key_lies_sealed(conference: Conference) -> None:
    counter = generations.lock_counter(conference)
    signer = signing.signer(counter, at=AT)
    key = SigningKey.objects.get()

    assert len(key.private_key) > 32 + 12 + 16
    assert signer.sign(b"said") == signing.signer(counter, at=AT).sign(b"said")
    assert secrets.key_of(bytes(key.private_key)) == "embedded"


@pytest.mark.django_db
def test_restored_database_signs_with_another_key_and_leaves_numbers_out(
    make_delegates: MakeDelegates, send: Send, conference: Conference
) -> None:
    """What was printed between the copy and the loss has numbers that this database gave nobody."""
    make_delegates(2)
    [before, _] = tokens_of(send())
    SigningKey.objects.update(database="of the server that is gone")

    make_delegates(1)
    job = send()

    [after] = tokens_of(job)
    former, key = SigningKey.objects.order_by("pk")
    assert (former.ended_at is None, key.ended_at) == (False, None)
    assert (before.fingerprint.hex(), after.fingerprint.hex()) == (
        former.fingerprint,
        key.fingerprint,
    )
    assert (before.serial, after.serial) == (1, 50_000)
    event = AuditEvent.objects.get(action="signing_key.ended")
    assert (event.conference, event.detail) == (conference, {"next_serial": 50_000})


@pytest.mark.django_db
def test_without_a_master_key_nothing_is_printed_and_why_is_said(
    make_delegates: MakeDelegates, send: Send, settings: Settings
) -> None:
    make_delegates(1)
    settings.MASTER_KEYS = {}

    with pytest.raises(secrets.SecretsError, match="MASTER_KEYS"):
        send()

    assert (PrintJob.objects.count(), Generation.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_other_master_key_takes_over_and_the_former_can_go(
    make_delegates: MakeDelegates,
    send: Send,
    settings: Settings,
    capsys: pytest.CaptureFixture[str],
) -> None:
    make_delegates(1)
    send()
    former = settings.MASTER_KEYS

    settings.MASTER_KEYS = OTHER_KEY | former
    call_command("rotate_keys")
    call_command("rotate_keys")

    said = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in said] == ["1", "0"]
    settings.MASTER_KEYS = OTHER_KEY
    make_delegates(1)
    assert tokens_of(send())[0].fingerprint.hex() == SigningKey.objects.get().fingerprint


@pytest.mark.django_db
def test_rotation_without_the_former_key_names_it_and_changes_nothing(
    make_delegates: MakeDelegates, send: Send, settings: Settings
) -> None:
    make_delegates(1)
    send()
    sealed = bytes(SigningKey.objects.get().private_key)
    settings.MASTER_KEYS = OTHER_KEY

    with pytest.raises(CommandError, match="“embedded”"):
        call_command("rotate_keys")

    assert bytes(SigningKey.objects.get().private_key) == sealed
