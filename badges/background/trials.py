"""Which badges of a chunk cannot be drawn: each is drawn alone, into nowhere.

A disk that is full, a storage or a database that does not answer are no badge's fault: they end the
trial, and the chunk is tried again as a whole.
"""

import logging
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from django.db import Error as DatabaseError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from badges.background import chunk_files
from badges.choices import Obstacle
from badges.engine.errors import RenderError, TextError
from badges.models import PrintChunk, PrintEntry
from badges.services.printing.job_steps import Stopped
from conference import leased_work
from conference.errors import DomainError, LeaseLostError
from conference.leased_work import Hold
from conference.pdf.layout import Asset

# What is wrong with more of one file is wrong with what they share: a flag, a design, the program.
MOST_OF_A_FILE = 10
log = logging.getLogger(__name__)


def unprintable(entries: Sequence[PrintEntry], hold: Hold[Any]) -> dict[int, Stopped]:
    """Those with a text that nothing can show: fitted, not drawn."""
    found = chunk_files.unprintable(entries, hold.require)
    return {pk: Stopped(Obstacle.UNPRINTABLE, notes) for pk, notes in found.items()}


def stopped(entries: Sequence[PrintEntry], hold: Hold[PrintChunk]) -> dict[int, Stopped]:
    """Those that cannot be drawn, for their texts or for whatever else.

    Slow, but it names the badge even if it ends this process; one that has ended another comes
    first. Raises DomainError, and names the first of them, when there are too many.
    """
    found = unprintable(entries, hold)
    rest = [entry for entry in entries if entry.pk not in found]
    try:
        failed = _not_drawn(sorted(rest, key=lambda entry: -entry.ended_workers), hold)
    except Exception:
        with suppress(DatabaseError):
            _end_trial(hold)
        raise
    _end_trial(hold)
    return found | failed


def _end_trial(hold: Hold[PrintChunk]) -> None:
    """What goes wrong from here on is no badge's."""
    hold.trying("", on_trial=None)


def _not_drawn(entries: Sequence[PrintEntry], hold: Hold[PrintChunk]) -> dict[int, Stopped]:
    failed: dict[int, Stopped] = {}
    first = ""
    for entry in entries:
        hold.require()
        name = chunk_files.badge_name(entry)
        hold.trying(name, on_trial=entry.order)
        if why := _why_not_drawn(entry, hold):
            first = first or f"{name}: {why}"
            failed[entry.pk] = Stopped(Obstacle.FAILED, [{"reason": why}])
            if len(failed) > MOST_OF_A_FILE:
                raise DomainError(f"{_too_many()} {first}")
    return failed


def _too_many() -> str:
    words = ngettext(
        "More than %d badge of one file cannot be drawn, so the cause is probably common to all.",
        "More than %d badges of one file cannot be drawn, so the cause is probably common to all.",
        MOST_OF_A_FILE,
    )
    return f"{words % MOST_OF_A_FILE} {_('The first:')}"


class _Pictures(chunk_files.Pictures):
    """Remembers why the storage did not answer."""

    failure: Exception | None = None

    def load(self, key: str) -> Asset:
        try:
            return super().load(key)
        except RenderError:
            raise
        except Exception as error:
            self.failure = error
            raise


def _why_not_drawn(entry: PrintEntry, hold: Hold[PrintChunk]) -> str:
    """Blank where it can be."""
    pictures = _Pictures()
    try:
        chunk_files.try_alone(entry, pictures.load)
    except (LeaseLostError, DatabaseError):
        raise
    except TextError as error:
        return error.reason
    except DomainError as error:
        return str(error)
    except Exception as error:
        if pictures.failure is not None or _is_of_the_system(error):
            raise
        log.exception("entry %s of print job %s cannot be drawn", entry.pk, entry.job_id)
        return leased_work.in_words(error, hold.kind)
    return ""


def _is_of_the_system(error: Exception) -> bool:
    """Libraries that read pictures raise OSError too, but without the number of one."""
    return isinstance(error, OSError) and error.errno is not None
