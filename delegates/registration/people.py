"""Somebody's form, as a focal point fills it in, and how people leave."""

from collections.abc import Mapping, Sequence
from copy import copy
from typing import Any

from django.contrib import messages
from django.forms import Field
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST

from conference.accounts.sign_in_first import waits_for_sign_in
from conference.admin.forgeries import is_key
from conference.admin.forms.loaded import shown
from conference.admin.forms.versions import resumed
from conference.admin.forms.waiting_files import forget_waiting_files
from conference.admin.refusals import REFUSALS, words
from conference.admin.scope import signed_in
from conference.errors import DomainError
from conference.requests import public_pages
from conference.writing import dates
from delegates import own_answers, own_words, photos
from delegates.choices import GONE, HEAD_OF_DELEGATION, Accreditation
from delegates.columns import PHOTO
from delegates.forms import remember_ticked
from delegates.models import (
    Delegate,
    Delegation,
    FormDraft,
    OwnField,
    Proposal,
    is_open_for,
    openings_of,
)
from delegates.naming.name_proposals import ASKED
from delegates.outstanding.asking import Asking
from delegates.registration import frame
from delegates.registration.forms import (
    RegistrationForm,
    known_in,
    proposed,
    read_only,
    typed_in_words,
    without_mark,
)
from delegates.registration.typed import LOADED, MOST_LETTERS, keep, keep_for_whoever_typed, signed
from delegates.services import identity
from delegates.services.registration import self_registration
from delegates.services.registration.own_fields import Given
from delegates.services.review import proposals
from delegates.sheet.contents import name_of, page_of, state_of

private = cache_control(private=True, no_store=True)


@private
@require_http_methods(["GET", "HEAD", "POST"])
@waits_for_sign_in(keep_for_whoever_typed)
def person(
    request: HttpRequest, slug: str, delegation_id: int, delegate_id: int | None = None
) -> HttpResponseBase:
    """Somebody new without an id. Of whom nothing can be changed now, what is known is read.

    What is typed and shown is on the clocks of the venue.
    """
    found = frame.delegation_or_404(request, slug, delegation_id)
    row = frame.person_or_404(found, delegate_id) if delegate_id else None
    with timezone.override(found.conference.zone):
        return _person(request, found, row)


def _former(request: HttpRequest, delegation: Delegation) -> Delegate | None:
    """In whose place somebody new is registered."""
    number = request.GET.get(frame.REPLACES, "")
    return frame.person_or_404(delegation, int(number)) if is_key(number) else None


def _person(request: HttpRequest, found: Delegation, row: Delegate | None) -> HttpResponseBase:
    if not _may_change(found, row):
        return _closed(request, found, row)
    form = _form(request, found, row)
    if request.method == "POST" and form.is_valid():
        try:
            saved = _save(request, found, row, form)
        except REFUSALS as error:
            form.add_error(None, words(error))
        else:
            return _next(request, found, saved)
    return _page(request, found, row, form)


def _closed(request: HttpRequest, found: Delegation, row: Delegate | None) -> HttpResponseBase:
    """Where nothing can be changed any more: what was typed meanwhile is there to be copied."""
    if request.method == "POST":
        messages.error(request, _("Nothing was saved: this cannot be changed here now."))
        if refused := keep(request, found, row, signed_in(request)):
            messages.error(request, refused)
    # Of another copy: what is typed is written into it.
    form = _form(request, found, copy(row))
    if request.method == "POST":
        form.is_valid()
    typed = typed_in_words(form) if request.method == "POST" or form.kept_at else []
    if request.FILES:
        messages.error(request, _("The file that you chose is not kept."))
    if row is None and not typed:
        return redirect(frame.url_of(found, "delegation"))
    return _page(request, found, row, form=None, typed=typed)


def _may_change(delegation: Delegation, row: Delegate | None) -> bool:
    at = timezone.now()
    if row and self_registration.is_changed_after_closing(delegation, row, at):
        return True
    is_theirs = row is None or row.accreditation in self_registration.CHANGED_BY_DELEGATIONS
    return is_theirs and is_open_for(delegation, at)


def _form(request: HttpRequest, delegation: Delegation, row: Delegate | None) -> Any:
    conference, user = delegation.conference, signed_in(request)
    kind: Any = type(
        "FormOfThisRequest",
        (RegistrationForm,),
        {
            "conference": conference,
            "languages": conference.languages,
            "sent_as": f"{user.pk} {delegation.pk} registration {row.pk if row else None}",
        },
    )
    instance = row or Delegate(conference=conference, accreditation=Accreditation.DRAFT)
    if row is None and (former := _former(request, delegation)):
        instance.position = former.position
    instance.delegation = delegation
    asking = Asking(conference)
    given = {
        "instance": instance,
        "delegation": delegation,
        "asked": asking.of(instance),
        "own": asking.own_of(instance),
        "proposal": _last_proposal(row) if row and _is_approved(row) else None,
    }
    if request.method == "POST":
        return kind(request.POST, request.FILES, **given)
    kept = _kept(request, delegation, row)
    form = kind(**given)
    if kept is not None:
        # Shown in the place of what is saved; which version that was stays what it was.
        form.initial |= (texts := _resumed(form, kept))
        form.kept = texts.keys()
        form.kept_at = dates.day_and_time(conference.local(kept.kept_at))
    return form


def _resumed(form: Any, kept: FormDraft) -> dict[str, str]:
    texts = {name: text for name, text in kept.typed.items() if name in form.fields}
    loaded, now = texts.pop(LOADED, ""), form.initial.get(LOADED)
    if not loaded or not now:
        return texts
    own, digests = resumed(texts, loaded, now)
    return own | {LOADED: digests}


def _kept(request: HttpRequest, delegation: Delegation, row: Delegate | None) -> FormDraft | None:
    own = FormDraft.objects.filter(user=signed_in(request), delegation=delegation)
    return own.filter(delegate=row).first()


def _save(
    request: HttpRequest, delegation: Delegation, row: Delegate | None, form: RegistrationForm
) -> Delegate:
    by, at = signed_in(request), timezone.now()
    if row is None:
        form.instance.form_key = form.cleaned_data.get("form_key")
        given: dict[str, Any] = {"delegate": form.instance, "answers": form.answers()}
        if former := _former(request, delegation):
            saved = self_registration.replace(former=former, **given, by=by, at=at)
        else:
            saved = self_registration.add(**given, by=by, at=at)
    else:
        saved = row
        _change(request, row, form.values(form.changed_data), form.answers())
        # They are called as they were approved, not as is proposed.
        row.refresh_from_db(fields=[*form.proposed, *form.values(form.changed_data)])
    for each in form.alike:
        identity.tell_apart(delegate=saved, other=each.delegate, by=by, at=at)
    self_registration.forget_typed(delegation=delegation, delegate=row, by=by)
    remember_ticked([form], delegation.conference, by=by, at=at)
    forget_waiting_files(form)
    return saved


def _change(
    request: HttpRequest,
    row: Delegate,
    fields: dict[str, Any],
    answers: Mapping[OwnField, Given],
) -> None:
    if "photo" in fields:
        upload = fields["photo"]
        fields["photo"] = photos.store(upload.read()) if upload else ""
    by, at = signed_in(request), timezone.now()
    if not fields and not answers:
        return
    if self_registration.change(delegate=row, fields=fields, answers=answers, by=by, at=at):
        messages.info(
            request,
            _("The change is proposed: what was approved holds until an officer takes it over."),
        )


def _next(request: HttpRequest, delegation: Delegation, saved: Delegate) -> HttpResponseRedirect:
    messages.success(request, _("%s is saved.") % name_of(saved))
    if "another" in request.POST:
        return redirect(frame.url_of(delegation, "add_people"))
    return _to_row(saved)


def _to_row(row: Delegate) -> HttpResponseRedirect:
    url = frame.page_url(row.delegation, "", page_of(row, frame.people_of(row.delegation)))
    return redirect(f"{url}#member-{row.pk}")


def _page(
    request: HttpRequest,
    delegation: Delegation,
    row: Delegate | None,
    form: Any,
    typed: Sequence[tuple[str, str]] = (),
) -> HttpResponse:
    """`typed` is what can no longer be saved."""
    read = form or (read_only(delegation, row) if row else None)
    former = row.replaces if row else _former(request, delegation)
    is_gone = row is not None and row.accreditation in GONE
    context = {
        "person": row,
        "heading": name_of(row) if row else _("Add a person"),
        "former": name_of(former) if former and former.is_expected and not is_gone else "",
        "state": state_of(row) if row else None,
        "form": form,
        "parts": read.parts() if read else [],
        "known": known_in(read) if read and not form else [],
        "typed": typed,
        "kept_at": form.kept_at if form else "",
        "opening": "" if form else _opening_in_words(delegation),
        "messages_url": frame.url_of(delegation, "messages"),
        "sheet_url": frame.url_of(delegation, "delegation"),
        "typed_by": signed(signed_in(request), delegation),
        "typed_url": frame.url_of(delegation, "typed", row),
        "proposals_url": frame.url_of(delegation, "name_proposals"),
        "needs_url": frame.url_of(delegation, "needs", row) if row else "",
        "photo_url": frame.url_of(delegation, "photo", row) if row and row.photo else "",
        "proposed": _proposed(row, form, read) if row else None,
        "take_back_url": frame.url_of(delegation, "take_back", row) if row else "",
        "is_approved": bool(row and _is_approved(row)),
        "to_correct": _to_correct(row, read) if row else [],
        "files": [
            (own_words.label_of(own), frame.file_url(delegation, row, own))
            for own in (read.stored_files() if read else [])
            if row
        ],
    }
    return public_pages.page(
        request,
        "delegates/registration/person.html",
        frame.frame(request, delegation) | context,
    )


def _opening_in_words(delegation: Delegation) -> str:
    """ "" while it is open: then it is for another reason that nothing can be changed."""
    at = timezone.now()
    opening = openings_of([delegation], at)[delegation.pk]
    return "" if opening.is_open else frame.opening_in_words(delegation, opening, at)


def _last_proposal(row: Delegate) -> Proposal | None:
    own = Proposal.objects.of_delegation_now().filter(delegate=row)
    return own.order_by("pk").last()


def _is_approved(row: Delegate) -> bool:
    return row.accreditation == Accreditation.APPROVED


def _proposed(row: Delegate, sent: Any, form: Any) -> dict[str, Any] | None:
    """The last change that was proposed, with what became of it; taken, it stands in the form.

    `sent` is the form that is filled in, `form` the same where there is one.
    """
    last = sent.proposal if sent and _is_approved(row) else _last_proposal(row)
    if last is None or last.is_taken:
        return None
    last.delegate = row
    lines = [
        (str(form.base_fields[name].label), _in_words_of(form.base_fields[name], value))
        for name, value in proposals.values_of(last).items()
    ]
    if proposals.HEAD in last.values:
        head = proposals.head_of(last)
        lines.append((str(HEAD_OF_DELEGATION), name_of(head) if head else _("nothing")))
    lines += [
        (own_words.label_of(own), own_words.in_words(own, given) or _("nothing"))
        for own, given in proposals.answers_of(last).items()
    ]
    if last.photo:
        lines.append((str(PHOTO.label), _("another picture")))
    return {"lines": lines, "is_open": last.is_open, "reason": last.decision_reason}


def _in_words_of(field: Field, value: Any) -> str:
    return str(value) if value is proposals.NO_LONGER_THERE else shown(field, value)


def _to_correct(row: Delegate, form: Any) -> Sequence[str]:
    labels = [form.fields[name].label for name in row.to_correct if name in form.fields]
    return [without_mark(label) for label in labels]


@require_POST
def take_back(
    request: HttpRequest, slug: str, delegation_id: int, delegate_id: int
) -> HttpResponseRedirect:
    found = frame.delegation_or_404(request, slug, delegation_id)
    row = frame.person_or_404(found, delegate_id)
    try:
        self_registration.take_back(delegate=row, by=signed_in(request), at=timezone.now())
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The change is taken back: what was approved holds."))
    return redirect(frame.url_of(found, "open_person", row))


@require_POST
def name_proposals(request: HttpRequest, slug: str, delegation_id: int) -> HttpResponse:
    """What is blank of a name that is being typed, from the other script: a part of the form."""
    frame.delegation_or_404(request, slug, delegation_id)
    sent = request.POST
    typed = {name: str(sent[name])[:MOST_LETTERS] for name in ASKED if name in sent}
    context = {"proposals": proposed(typed), "is_chosen": True}
    return render(request, "delegates/registration/_proposals.html", context)


@require_http_methods(["GET", "HEAD"])
def file(
    request: HttpRequest, slug: str, delegation_id: int, delegate_id: int, field_id: int
) -> HttpResponseBase:
    """The file that answers an own field, to be saved: nothing of it runs on this site."""
    found = frame.delegation_or_404(request, slug, delegation_id)
    row = frame.person_or_404(found, delegate_id)
    return own_answers.download(row, field_id, by=signed_in(request), at=timezone.now())


@private
@require_http_methods(["GET", "HEAD", "POST"])
def leave(
    request: HttpRequest, slug: str, delegation_id: int, delegate_id: int
) -> HttpResponseBase:
    """Who was never handed in is taken out; everybody else withdraws, for a reason."""
    found = frame.delegation_or_404(request, slug, delegation_id)
    row = frame.person_or_404(found, delegate_id)
    refused = ""
    if request.method == "POST":
        by, at, reason = signed_in(request), timezone.now(), request.POST.get("reason", "")
        try:
            if row.is_draft:
                self_registration.take_out(delegate=row, by=by, at=at)
            else:
                self_registration.withdraw(delegate=row, reason=reason, by=by, at=at)
        except DomainError as error:
            refused = str(error)
        else:
            said = _("%s is removed.") if row.is_draft else _("%s is withdrawn.")
            messages.success(request, said % name_of(row))
            return redirect(frame.url_of(found, "delegation"))
    context = {
        "person": row,
        "name": name_of(row),
        "refused": refused,
        "reason": request.POST.get("reason", ""),
        "longest": self_registration.LONGEST_REASON,
        "sheet_url": frame.url_of(found, "delegation"),
    }
    return public_pages.page(
        request,
        "delegates/registration/leave.html",
        frame.frame(request, found) | context,
    )
