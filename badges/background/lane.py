"""What the jobs of this app share: the bell that wakes their worker, and their place in it."""

from badges.services.printing.jobs import QUEUE, WAKE
from conference.leased_work import Lane

BELL = (WAKE, QUEUE)
# They draw nothing and take seconds; no conference has both places.
LANE = Lane("checks and archives", at_once=2, per_conference=1)
