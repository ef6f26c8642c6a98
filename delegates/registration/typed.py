"""What is typed in a form and not saved: kept for whoever typed it, also once their sign-in ended.

A page carries a signed word that says for whom it was made. A form that comes without a sign-in is
kept for them alone; whoever signs in next on that browser sees none of it.
"""

from collections.abc import Mapping

from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from conference.accounts.sign_in_first import waits_for_sign_in
from conference.admin.scope import signed_in
from conference.errors import DomainError
from conference.models import User
from delegates import own_words
from delegates.choices import AnswerKind
from delegates.columns import Holds, asked_of_delegations
from delegates.models import Delegate, Delegation, OwnField
from delegates.registration import frame
from delegates.services.registration import self_registration

# Of one field, as it is typed, and of the digests of what all of them were loaded with.
MOST_LETTERS, MOST_DIGESTS = 2_000, 20_000
LOADED = "loaded_values"
# In the form: for whom the page was made, and how long that is believed.
TYPED_BY, BELIEVED = "typed_by", 7 * 24 * 60 * 60


def signed(user: User, delegation: Delegation) -> str:
    return signing.dumps([user.pk, delegation.pk], salt=TYPED_BY)


def keep_for_whoever_typed(
    request: HttpRequest, slug: str, delegation_id: int, delegate_id: int | None = None
) -> bool:
    """Of a form that came without a sign-in, or with the secret of an earlier one."""
    if any("\0" in text for text in request.POST.values()):
        return False
    try:
        user_id, of = signing.loads(request.POST.get(TYPED_BY, ""), salt=TYPED_BY, max_age=BELIEVED)
    except signing.BadSignature:
        return False
    user = User.objects.filter(pk=user_id, is_active=True).first()
    own = Delegation.objects.of_focal_point(user) if user else Delegation.objects.none()
    found = own.filter(pk=delegation_id, conference__slug=slug).first()
    if user is None or found is None or found.pk != of:
        return False
    row = frame.people_of(found).filter(pk=delegate_id).first() if delegate_id else None
    if row is None and delegate_id is not None:
        return False
    return not keep(request, found, row, user)


def keep(request: HttpRequest, found: Delegation, row: Delegate | None, user: User) -> str:
    """Why it is not kept; "" where it is. After registration closed it is kept too."""
    if row is not None:
        row.delegation = found
    try:
        self_registration.keep_typed(
            delegation=found,
            delegate=row,
            typed=typed_in(found, request.POST),
            by=user,
            at=timezone.now(),
        )
    except DomainError as error:
        return str(error)
    return ""


@require_POST
@waits_for_sign_in(keep_for_whoever_typed)
def typed(
    request: HttpRequest, slug: str, delegation_id: int, delegate_id: int | None = None
) -> HttpResponseBase:
    """Keeps what a page sends of an unsaved form; asked to `discard`, forgets it."""
    found = frame.delegation_or_404(request, slug, delegation_id)
    row = frame.person_or_404(found, delegate_id) if delegate_id else None
    by = signed_in(request)
    if "discard" in request.POST:
        self_registration.forget_typed(delegation=found, delegate=row, by=by)
        name = "open_person" if row else "add_people"
        return redirect(frame.url_of(found, name, row))
    if refused := keep(request, found, row, by):
        return HttpResponse(refused, status=409, content_type="text/plain; charset=utf-8")
    return HttpResponse(status=204)


def typed_in(delegation: Delegation, sent: QueryDict) -> Mapping[str, str]:
    """What the form asks for, and no file."""
    names = [column.name for column in asked_of_delegations() if column.holds != Holds.FILE]
    own = OwnField.objects.for_conference(delegation.conference).exclude(answer=AnswerKind.FILE)
    names += map(own_words.name_of, own)
    typed = {name: str(sent[name])[:MOST_LETTERS] for name in names if name in sent}
    if LOADED in sent:
        typed[LOADED] = str(sent[LOADED])[:MOST_DIGESTS]
    return typed
