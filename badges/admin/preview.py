"""The badge beside a delegate's form, drawn while somebody types. Nothing of it is kept."""

import base64
from dataclasses import replace
from typing import Any

from django.contrib.admin import site
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, reverse
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from badges.choices import Obstacle
from badges.engine.design.fields import Overlong, words_of
from badges.models import Badge
from badges.previews import asking
from badges.previews.form_contents import READ, REFERENCES, wish_for
from badges.previews.talk import Note, Wish
from conference.admin import ConferenceModelAdmin, RecordAdmin, chosen_conference, signed_in
from conference.admin.forms.waiting_files import WaitingFile
from conference.files import encoding
from conference.files.pictures import LARGEST_FILE
from delegates.models import Delegate

PART = "badge-preview"
PERMISSION = "badges.view_badge"
PHOTO = "photo"
# In pixels: a badge of this size hangs by a slot.
A6 = (621, 875)


def url_for(delegate: Delegate | None) -> str:
    if delegate is None:
        return reverse("admin:badges_badge_preview_new")
    return reverse("admin:badges_badge_preview", args=[delegate.pk])


class PreviewPages(ConferenceModelAdmin[Badge]):
    def pages(self) -> list[URLPattern]:
        return [
            *super().pages(),
            self.page_url("preview/", require_POST(self.preview_view), "preview_new"),
            self.page_url("preview/<int:delegate_id>/", require_POST(self.preview_view), "preview"),
        ]

    def preview_view(
        self, request: HttpRequest, delegate_id: int | None = None
    ) -> HttpResponseBase:
        """For whoever may see that delegate's form, with what stands in it."""
        people = site.get_model_admin(Delegate)
        assert isinstance(people, RecordAdmin)
        page = people.opened(self.preview_page, "add" if delegate_id is None else "view")
        return page(request, object_id=delegate_id)

    def preview_page(
        self, request: HttpRequest, delegate: Delegate | None = None
    ) -> HttpResponseBase:
        wish, refused = self._wish(request, delegate)
        drawn = None
        if isinstance(wish, Wish):
            drawn = asking.ask(wish, person=signed_in(request).pk)
        size = encoding.size_of(drawn.picture) if drawn and drawn.picture else None
        return self.page(
            request,
            "badges/preview.html",
            title=_("Badge"),
            size=size,
            is_slotted=size == A6,
            picture=base64.b64encode(drawn.picture).decode() if drawn else "",
            is_late=isinstance(wish, Wish) and drawn is None,
            asks_again="again" not in request.POST,
            why_none=_why_none(wish),
            notes=[*map(_in_words, drawn.notes)] if drawn else [],
            refusals=[*refused, *(drawn.refusals if drawn else [])],
        )

    def _wish(
        self, request: HttpRequest, delegate: Delegate | None
    ) -> tuple[Wish | Obstacle | None, list[str]]:
        """And in words what of the form cannot be shown."""
        people = site.get_model_admin(Delegate)
        form_class = people.get_form(request, delegate, change=delegate is not None)
        form: Any = form_class(request.POST, request.FILES, instance=delegate)
        sent = [name for name in READ if name in request.POST]
        changed = form.changed_data
        typed = form.cleaned_so_far(n for n in sent if n not in REFERENCES or n in changed)
        refused = [
            f"{capfirst(str(form[name].label))}: {error}"
            for name, errors in form.errors.items()
            for error in errors
        ]
        wish = wish_for(
            form.instance,
            typed,
            conference=chosen_conference(request),
            language=get_language() or "en",
        )
        return (_with_photo(wish, form) if isinstance(wish, Wish) else wish), refused


def _with_photo(wish: Wish, form: Any) -> Wish:
    """The one that was chosen and is not saved yet, or none where it is to go."""
    if PHOTO not in form.fields:
        return wish
    chosen = form[PHOTO].data
    if chosen is False:
        return replace(wish, content=replace(wish.content, photo=""))
    if not chosen or chosen.size > LARGEST_FILE:
        return wish
    if isinstance(chosen, WaitingFile):
        return replace(wish, photo=chosen.read())
    return replace(wish, upload=chosen.read())


def _why_none(wish: Wish | Obstacle | None) -> str:
    if wish is None:
        return _("The badge appears here once a delegation is chosen.")
    return _("No badge: %s") % wish.label if isinstance(wish, Obstacle) else ""


def _in_words(note: Note) -> dict[str, Any]:
    """What is printed otherwise than the design wants."""
    return {
        "field": words_of(note.field),
        "text": note.text,
        "outcome": Overlong(note.outcome).label,
        "size": note.size,
    }
