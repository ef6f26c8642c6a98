"""A blank is given to whoever stands at the desk, by what a scanner types or somebody reads."""

from dataclasses import replace

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from badges import serials
from badges.engine import tokens
from badges.models import Generation
from badges.services.holding import blanks
from badges.services.printing import jobs
from badges.services.printing.jobs import PrintOrder
from badges.services.signing import public_keys
from conference.models import Conference, User
from delegates.models import Category
from tests.badges.admin.test_printing import signed_in, text
from tests.badges.conftest import AT, MakeDelegates, WorkOff
from tests.factories import BadgeTypeFactory
from tests.here import here


def test_blank_is_given_by_its_code_or_number_and_every_refusal_says_why(
    conference: Conference,
    category: Category,
    make_delegates: MakeDelegates,
    clerk: User,
    work_off: WorkOff,
) -> None:
    desk = signed_in(conference)
    blank = BadgeTypeFactory(conference=conference, holder="nobody")
    first, second = blanks.make(badge_type=blank, category=category, count=2, by=clerk, at=AT)
    jobs.send(
        order=PrintOrder(conference, None, "first", language="en", type=blank), by=clerk, at=AT
    )  # type: ignore[arg-type]
    work_off()
    [unprinted] = blanks.make(badge_type=blank, category=category, count=1, by=clerk, at=AT)
    one, other = make_delegates(2)
    [elsewhere] = make_delegates(category=None)
    [pending] = make_delegates(approved=False)
    code = Generation.objects.get(badge=first).shown.token
    key = Ed25519PrivateKey.generate()
    print_of_key = tokens.fingerprint(key.public_key().public_bytes_raw())
    foreign = replace(tokens.read(code, public_keys(conference)), fingerprint=print_of_key)

    def give(delegate: object, typed: str) -> str:
        page = here("badges_printjob_one", delegate.pk)  # type: ignore[attr-defined]
        return text(desk.post(page, {"blank": typed}, follow=True))

    refused = {
        "Scan the blank": give(one, " "),
        "That is longer than": give(one, code + code),
        "altered or not read whole": give(one, code[:-1] + ("0" if code[-1] != "0" else "1")),
        "of another conference": give(one, foreign.signed(key.sign)),
        "No badge has this number": give(one, str(first)[:-1]),
        "has the number 99999-": give(one, serials.printed(99999)),
        "has not been printed": give(one, str(unprinted)),
        "is for the category": give(elsewhere, code),
        "is not approved": give(pending, code),
    }
    assert "Give a blank" not in text(desk.get(here("badges_printjob_one", pending.pk)))
    assert {said: said in page for said, page in refused.items()} == dict.fromkeys(refused, True)

    given = give(one, f" {code}\n")
    refused = {"already": give(other, code), "has badge": give(one, str(second))}
    by_number = give(other, str(second))
    page = text(desk.get(here("badges_printjob_one", other.pk)))
    found = text(desk.post(here("find"), {"find": other.reference}))
    unbound = text(desk.get(here("badges_badge_change", unprinted.pk)))

    assert f"Badge {first} is {one}’s now." in given
    assert f"Badge {second} is {other}’s now." in by_number
    assert "Give a blank" not in page
    assert "Has a blank: print another badge" in found
    assert "Print another only where both are needed." in page
    assert f"Held by: – Category: {category} " in unbound
    assert {said: said in page for said, page in refused.items()} == dict.fromkeys(refused, True)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.delegate, second.delegate) == (one, other)
