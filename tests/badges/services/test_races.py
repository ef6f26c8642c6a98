"""Two people print the same badge at the same moment; the database states what cannot be."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection

from badges.choices import GenerationState, Purpose
from badges.models import Badge, Generation, PrintJob, SerialCounter
from badges.services import jobs
from badges.services.jobs import PrintOrder
from conference.errors import DomainError
from conference.models import Conference, User
from tests.badges.conftest import AT, MakeDelegates
from tests.factories import GenerationFactory


@pytest.mark.django_db(transaction=True)
def test_two_who_send_the_same_people_at_once_make_one_job(
    conference: Conference, make_delegates: MakeDelegates, clerk: User
) -> None:
    make_delegates(10)
    SerialCounter.objects.create(conference=conference)
    order = PrintOrder(conference, None, Purpose.FIRST, language="en")

    def send(_: int) -> str:
        try:
            jobs.send(order=order, by=clerk, at=AT)
        except DomainError as error:
            return str(error)
        finally:
            connection.close()
        return "sent"

    with ThreadPoolExecutor(4) as pool:
        answers = sorted(pool.map(send, range(4)))

    assert answers == ["None of the chosen delegates can be printed."] * 3 + ["sent"]
    assert PrintJob.objects.count() == 1
    assert sorted(Badge.objects.values_list("serial", flat=True)) == list(range(1, 11))
    assert Generation.objects.count() == 10


@pytest.mark.parametrize(
    ("state", "fields"),
    [(GenerationState.LIVE, {"issued_at": AT}), (GenerationState.RESERVED, {})],
)
def test_badge_never_has_two_live_or_two_reserved_generations(
    state: GenerationState, fields: dict[str, object]
) -> None:
    first = GenerationFactory(state=state, **fields)

    with pytest.raises(IntegrityError, match=f"generation_one_{state}_per_badge"):
        GenerationFactory(
            badge=first.badge,
            design_version=first.design_version,
            number=2,
            state=state,
            **fields,
        )
