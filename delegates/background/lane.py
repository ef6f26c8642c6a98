"""What the jobs of this app share: the bell that wakes their worker, and their place in it."""

from conference.leased_work import Lane
from delegates.services.importing.imports import QUEUE, WAKE

BELL = (WAKE, QUEUE)
LANE = Lane("jobs on delegates", at_once=2, per_conference=1)
