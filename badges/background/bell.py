"""The bell that wakes the worker of this app's jobs: they take turns with print jobs."""

from badges.services.jobs import QUEUE, WAKE

BELL = (WAKE, QUEUE)
