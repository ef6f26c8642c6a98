"""Print jobs take turns: a small one does not wait until a large one is done."""

from badges.models import PrintChunk
from tests.badges.conftest import AT, MakeDelegates, Send, claim


def test_one_badge_is_made_after_the_chunk_in_hand_and_not_after_the_whole_job(
    make_delegates: MakeDelegates, send: Send
) -> None:
    large = send(make_delegates(3), badges_per_file=1)
    small = send(make_delegates(1))

    steps = [hold.work for _chunk in range(4) if (hold := claim(AT)) is not None]

    assert [(step.job_id, step.number) for step in steps if isinstance(step, PrintChunk)] == [
        (large.pk, 1),
        (small.pk, 1),
        (large.pk, 2),
        (large.pk, 3),
    ]
