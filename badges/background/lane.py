"""What the jobs of this app share: the bell that wakes their worker, and their place in it."""

from badges.services.printing.jobs import QUEUE, WAKE
from conference.leased_work import Lane

BELL = (WAKE, QUEUE)
# They take seconds, and nobody at a desk waits for them; no conference has both places.
LANE = Lane("checks, archives and nameplates", at_once=2, per_conference=1)
