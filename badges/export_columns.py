"""What an export of delegates says of their badges: serial and state."""

from collections import defaultdict

from django.utils.translation import gettext_lazy as _

from badges.choices import GenerationState
from badges.holders import DELEGATES
from badges.models import Badge, Generation
from badges.serials import printed
from badges.standing.badge_states import state_in_words
from badges.standing.outdated_badges import outdated_holders
from conference.models import Conference
from delegates.columns.export_only import Cells, ExportColumns
from delegates.models import Delegate

CURRENT = (GenerationState.LIVE, GenerationState.RESERVED)


def cells_for(conference: Conference) -> Cells:
    """Read once for the whole conference; the same words as in the list of delegates."""
    serials = dict(
        Badge.objects.for_conference(conference).personal().values_list("delegate", "serial")
    )
    current = Generation.objects.for_conference(conference).personal().filter(state__in=CURRENT)
    states: defaultdict[int, set[str]] = defaultdict(set)
    for delegate_id, state in current.values_list("badge__delegate", "state"):
        states[delegate_id].add(state)
    outdated = outdated_holders(conference)

    def cells(delegate: Delegate) -> tuple[str, str]:
        serial = serials.get(delegate.pk)
        found = states.get(delegate.pk, set())
        mark, words = state_in_words(
            DELEGATES.obstacle(delegate),
            is_live=GenerationState.LIVE in found,
            is_reserved=GenerationState.RESERVED in found,
            is_outdated=delegate.pk in outdated,
        )
        return printed(serial) if serial else "", "" if mark == "off" else words

    return cells


COLUMNS = ExportColumns(
    {"badge_serial": _("Badge serial"), "badge_state": _("Badge state")}, cells_for
)
