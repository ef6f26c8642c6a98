"""What is of another delegation answers a focal point as what is missing does.

Generated from the URL configuration: every address below a delegation, by every method, with what
is their own, another's, of another conference, and nobody's.
"""

import re
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from conference.models import AuditEvent
from delegates.choices import AnswerKind
from delegates.models import Delegation
from tests.addresses import ALL, Address
from tests.badges.printed import portrait
from tests.factories import (
    ConferenceFactory,
    DelegateFactory,
    DelegationFactory,
    FocalPointFactory,
    ImportRunFactory,
    NominationFactory,
    OwnFieldFactory,
    OwnValueFactory,
    RegistrationSettingsFactory,
)

OF_A_DELEGATION = [
    address
    for address in ALL
    if address.namespace == "registration" and "delegation_id" in address.parameters
]
# For liaison officers, who are named otherwise: a focal point meets nothing there.
ACCOMPANIED = "accompanied_"
# A flag, and an earlier conference: these delegations have none.
NOT_EVERYBODYS = {"flag", "last_time"}
METHODS = ("get", "head", "post", "put", "patch", "delete", "options")
NOBODYS = "987654321"
MARKED = re.compile(r"\d{6,}|\b[0-9A-Za-z]{64}\b|nonce-[\w+/=-]+")
Values = dict[str, str]


def filled(delegation: Delegation, user: Any) -> Values:
    """One of each that an address can name."""
    person = DelegateFactory(
        delegation=delegation,
        photo=default_storage.save("photos/aa/one.jpg", ContentFile(portrait())),
    )
    field = OwnFieldFactory(conference=delegation.conference, answer=AnswerKind.FILE)
    key = default_storage.save("answers/aa/one.pdf", ContentFile(b"%PDF-"))
    OwnValueFactory(delegate=person, field=field, file=key, text="")
    note = default_storage.save("nominations/aa/one.pdf", ContentFile(b"%PDF-"))
    run = ImportRunFactory(
        conference=delegation.conference, delegation=delegation, created_by=user, state="done"
    )
    return {
        "slug": delegation.conference.slug,
        "delegation_id": str(delegation.pk),
        "delegate_id": str(person.pk),
        "field_id": str(field.pk),
        "number": str(NominationFactory(delegation=delegation, file=note).pk),
        "run_id": str(run.pk),
    }


def said(answer: HttpResponse, values: Values) -> tuple[int, str, str]:
    """Without what every request draws anew, and what the address itself says."""
    text = "" if answer.streaming else answer.content.decode(errors="replace")
    for value in values.values():
        text = text.replace(f"/{value}/", "/#/")
    return answer.status_code, answer.get("Location", ""), MARKED.sub("#", text)


@pytest.mark.parametrize("address", OF_A_DELEGATION, ids=str)
def test_what_is_not_theirs_answers_as_what_is_missing(client: Client, address: Address) -> None:
    conference, elsewhere = ConferenceFactory.create_batch(2)
    for each in (conference, elsewhere):
        RegistrationSettingsFactory(conference=each, opens_at=timezone.now(), closes_at=None)
    focal_point = FocalPointFactory(delegation__conference=conference)
    other = FocalPointFactory(delegation=DelegationFactory(conference=conference))
    own = filled(focal_point.delegation, focal_point.user)
    theirs = filled(other.delegation, other.user)
    missing = dict.fromkeys(own, NOBODYS) | {"slug": conference.slug}
    client.force_login(focal_point.user)
    before = AuditEvent.objects.count()
    named = set(address.parameters) - {"slug", "delegation_id"}

    for method in METHODS:
        ask = getattr(client, method)
        nothing = said(ask(address.path(**missing)), missing)
        assert nothing[0] in {404, 405}
        pairs = [theirs, own | {"slug": elsewhere.slug}]
        pairs += [own | {name: theirs[name]} for name in named - {"field_id"}]
        for values in pairs:
            assert said(ask(address.path(**values)), values) == nothing, (method, values)

    assert AuditEvent.objects.count() == before
    is_there = address.name not in NOT_EVERYBODYS and not address.name.startswith(ACCOMPANIED)
    if is_there:
        met = set()
        for method in METHODS:
            answer = getattr(client, method)(address.path(**own))
            met.add(answer.status_code)
            # Read to its end, a file is closed.
            _content = b"".join(answer.streaming_content) if answer.streaming else b""
        assert met - {404, 405}, "nothing of their own was found: the matrix asks for nothing"


def test_the_addresses_are_found() -> None:
    assert len(OF_A_DELEGATION) > 20
