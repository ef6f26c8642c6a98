"""How delegates and delegations are shown in a list."""

import datetime as dt

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from conference.admin import Card, words_with_dot
from conference.writing import dates
from conference.writing.languages import localized
from delegates.admin.replacing import said_of_replacement
from delegates.flags import flag_url
from delegates.models import Delegate, Delegation
from delegates.sheet.contents import state_of


def person(delegate: Delegate) -> SafeString:
    """FAMILY, given. That somebody leads, the position says."""
    return format_html("<bdi>{}</bdi>", delegate.display_name or delegate)


def duty(delegate: Delegate) -> SafeString:
    """The position in the delegation; below it what the person does, and where.

    What has a column of its own is not shown here a second time: the page's styles see to it.
    """
    lines = ((name, getattr(delegate, name)) for name in ("function", "department", "ministry"))
    shown = [(name, line) for name, line in lines if line]
    shown += [("replacement", said.words) for said in said_of_replacement(delegate)]
    below = format_html_join("", '<bdi class="duty duty-{}">{}</bdi>', shown)
    return format_html("{}{}", delegate.position_in_words, below)


def journey(at: dt.datetime | None, *details: str) -> SafeString:
    """When on the venue's clocks; below it by what and where, as far as it is known."""
    when = dates.moment(at) if at else "–"
    below = ((detail,) for detail in details if detail)
    return format_html("{}{}", when, format_html_join("", '<bdi class="duty">{}</bdi>', below))


def words(text: str) -> SafeString:
    """Whichever way they are written; a dash for none."""
    return format_html("<bdi>{}</bdi>", text or "–")


def thumbnail(delegate: Delegate) -> SafeString:
    """The photo small, or the initials on its place. Wants no query."""
    if delegate.photo:
        url = reverse("admin:delegates_delegate_thumbnail", args=[delegate.pk])
        return format_html('<img class="thumbnail" src="{}" alt="" loading="lazy">', url)
    return format_html('<span class="thumbnail" aria-hidden="true">{}</span>', delegate.initials)


def photo_url(delegate: Delegate) -> str:
    """ "" where there is none."""
    if not delegate.photo:
        return ""
    return reverse("admin:delegates_delegate_photo", args=[delegate.pk])


def flag_address(delegation: Delegation) -> str:
    """ "" where it has none."""
    if delegation.flag_file:
        return reverse("admin:delegates_delegation_flag", args=[delegation.pk])
    return flag_url(delegation.flag_code) if delegation.flag_code else ""


def flag(delegation: Delegation) -> SafeString:
    url = flag_address(delegation)
    return format_html('<img class="flag" src="{}" alt="">', url) if url else SafeString("")


def with_kind(delegation: Delegation) -> str:
    """A State sends a delegation and a mission of one name."""
    return f"{delegation} · {localized(delegation.kind.name).text}"


def delegation_name(delegation: Delegation) -> SafeString:
    name = localized(delegation.name)
    return format_html(
        '<span class="delegation">{} <span lang="{}" dir="auto">{}</span></span>',
        flag(delegation),
        name.language,
        name.text,
    )


def state(delegate: Delegate) -> SafeString:
    """The decision in words with a dot; a delegation that stays away says so."""
    said = state_of(delegate)
    return words_with_dot(said.mark, said.words)


def card(delegate: Delegate) -> Card:
    return Card(
        title=delegate.display_name or str(delegate),
        lines=[*delegate.duty, str(delegate.delegation), state(delegate)],
        picture=thumbnail(delegate),
    )
