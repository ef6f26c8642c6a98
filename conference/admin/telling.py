"""What came of a decision, said above the page that it leads back to."""

from collections.abc import Sequence
from typing import TypeVar

from django.contrib import admin, messages
from django.db.models import Model
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference.admin.decisions import NAMED, Decision, Outcome

Row = TypeVar("Row", bound=Model)


class TellingAdmin(admin.ModelAdmin[Row]):
    def say(
        self,
        request: HttpRequest,
        decision: Decision,
        outcome: Outcome,
        *,
        name: str = "",
        undo: str = "",
    ) -> None:
        """Of one by name. What can be undone has its button."""
        if outcome.decided:
            said = outcome.told or self.done_in_words(decision, outcome.decided, name)
            if undo:
                said = with_undo(said, undo)
            self.message_user(request, said, messages.SUCCESS)
        self.tell(request, outcome.refused)

    def done_in_words(self, decision: Decision, count: int, name: str) -> str:
        if count == 1 and name:
            return _("%(name)s: %(done)s.") % {"name": name, "done": decision.done}
        words = ngettext("%(done)s: %(count)d %(row)s.", "%(done)s: %(count)d %(rows)s.", count)
        return words % {
            "count": count,
            "row": self.opts.verbose_name,
            "rows": self.opts.verbose_name_plural,
            "done": decision.done,
        }

    def tell(self, request: HttpRequest, refused: Sequence[str]) -> None:
        for why in refused[:NAMED]:
            self.message_user(request, why, messages.WARNING)
        others = len(refused) - NAMED
        if others > 0:
            words = ngettext(
                "… and %d other in the same way.", "… and %d others in the same way.", others
            )
            self.message_user(request, words % others, messages.WARNING)


def with_undo(said: str, url: str, *, name: str = "", value: str = "") -> SafeString:
    """What was done, and the button that takes it back, of the form that each page has."""
    sent = format_html(' name="{}" value="{}"', name, value) if name else ""
    button = '{} <button type="submit" form="undo" formaction="{}"{}>{}</button>'
    return format_html(button, said, url, sent, _("Undo"))
