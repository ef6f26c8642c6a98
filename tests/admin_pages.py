"""Every page of the admin, and what each of them lets its reader ask for next.

Found from the URL configuration, the admin's registry and the pages themselves: a new page, part,
filter, action or form cannot escape whoever asks for everything.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from typing import Any, Self
from urllib.parse import parse_qsl, urljoin, urlsplit

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.views.main import ORDER_VAR, PAGE_VAR
from django.db import models
from django.test import Client, RequestFactory

from conference.addresses import admin_url
from conference.admin.deciding import CONFIRMED
from conference.models import Conference, User
from conference.requests.working import work_in
from delegates.models import Delegate, Delegation
from tests.addresses import ALL, Address, model_of
from tests.admin_rows import OF_CONFERENCES
from tests.page_forms import PageForm, forms_of

DECISIONS = {
    "delegates_delegate_decide": "rejected",
    "delegates_proposal_decide": "refuse",
    "delegates_invitationrequest_decide": "decline",
    "badges_badge_decide": "ended",
    "badges_badgetype_decide": "blanks",
    "badges_vehicle_decide": "withdrawn",
    "agenda_session_decide": "cancelled",
    "agenda_document_decide": "published",
    "conference_conference_decide": "closed",
    "conference_mail_decide": "cancel",
    "conference_mailbatch_decide": "discard",
}
REASON = "Not nominated"


@dataclass(frozen=True)
class Ask:
    """One request: a page, the part of it that htmx asks for, or a form that is sent to it."""

    path: str
    form: tuple[tuple[str, tuple[str, ...]], ...] | None = None
    part: str = ""

    @classmethod
    def sending(cls, path: str, values: Mapping[str, Iterable[str]], part: str = "") -> Self:
        return cls(path, tuple((name, tuple(values[name])) for name in values), part)

    def of(self, client: Client) -> Any:
        headers = {"HX-Request": "true", "HX-Target": self.part} if self.part else {}
        if self.form is not None:
            return client.post(self.path, dict(self.form), headers=headers)
        return client.get(self.path, headers=headers)

    def __str__(self) -> str:
        if self.form is not None:
            action = dict(self.form).get("action", ("form",))
            confirmed = ", confirmed" if CONFIRMED in dict(self.form) else ""
            return f"{self.path} {action[0]}{confirmed}"
        return f"{self.path} #{self.part}" if self.part else self.path


# Pages


def path_of(page: Address, conference: Conference, row: Any = None) -> str:
    """Of the page about the row, or about the conference's first one of its model."""
    model = model_of(page)
    if row is None:
        row = first_row(model, conference) if model in OF_CONFERENCES else conference
    return page.path(
        conference=conference.slug,
        object_id=str(row.pk),
        delegate_id=str(first_row(Delegate, conference).pk),
        delegation_id=str(first_row(Delegation, conference).pk),
        decision=DECISIONS.get(page.name, "nothing"),
    )


def kinds_of_pages(client: Client, conference: Conference) -> Iterator[tuple[Address, str]]:
    """One page of each kind, of the admin and of accounts, that has one to look at."""
    for address in ALL:
        if address.namespace == "admin":
            path = path_of(address, conference)
        elif not address.parameters and address.path().startswith("/accounts/"):
            path = address.path()
        else:
            continue
        response = client.get(path)
        response.close()
        is_page = response.get("Content-Type", "").startswith("text/html")
        if (
            response.status_code == 200
            and is_page
            and b"<!doctype html" in response.content[:200].lower()
        ):
            yield address, path


def paths_of_rows(conference: Conference) -> Iterator[str]:
    """Every address of the admin, of the first and of the last row that there is of its model."""
    for page in ALL:
        if page.namespace == "admin":
            for row in rows_of(page, conference):
                yield path_of(page, conference, row)


def rows_of(page: Address, conference: Conference) -> list[Any]:
    model: Any = model_of(page)
    if model is None:
        return [conference]
    rows = model._base_manager.order_by("pk")
    if model not in OF_CONFERENCES:
        return list(rows[:1])
    of_conference = rows.filter(conference=conference)
    ends = {of_conference.first(), of_conference.last()} - {None}
    return sorted(ends, key=lambda row: row.pk)


def first_row(model: Any, conference: Conference) -> Any:
    return model._base_manager.filter(conference=conference).order_by("pk").first()


def completions(conference: Conference) -> Iterator[str]:
    """Every autocompletion that a form of the admin could ask for."""
    for source in OF_CONFERENCES:
        for column in source._meta.concrete_fields:
            if column.is_relation and column.related_model in admin.site._registry:
                asked = {
                    "app_label": source._meta.app_label,
                    "model_name": source._meta.model_name,
                    "field_name": column.name,
                    "term": "",
                }
                yield admin_url(conference, "autocomplete", query=asked)


def actions_of(model: type[models.Model], conference: Conference | None, user: User) -> list[str]:
    """Names of the actions that the list offers, those of higher apps included."""
    request = RequestFactory().get("/")
    request.user = user
    if conference:
        work_in(request, conference)
    return list(admin.site.get_model_admin(model).get_actions(request))


# What a page leads to


def parts_of(path: str, page: str) -> list[Ask]:
    """What the page asks htmx to fill its elements with."""
    return [Ask(urljoin(path, address), part=name) for address, name in elements_of(page)]


def elements_of(page: str) -> list[tuple[str, str]]:
    """Address and id of each element that htmx fills by itself; a link waits to be followed."""
    reader = PartReader()
    reader.feed(page)
    return reader.found


@dataclass
class PartReader(HTMLParser):
    found: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        of_tag = dict(attrs)
        if tag != "a" and (address := of_tag.get("hx-get")):
            self.found.append((address, of_tag.get("id") or ""))


def links_of(path: str, page: str, *, most: int) -> list[Ask]:
    """Of a list its last page, both orders of each column, and each filter; of another page what
    else it shows. At most `most` values of each.
    """
    queries = [unescape(query) for query in re.findall(r'href="\?([^"]+)"', page)]
    pages = [int(value) for value in values_of(queries, PAGE_VAR) if value.isdecimal()]
    columns = {
        number.lstrip("-") for value in values_of(queries, ORDER_VAR) for number in value.split(".")
    }
    chosen = [f"{PAGE_VAR}={max(pages)}"] if pages else []
    chosen += [f"{ORDER_VAR}={sign}{column}" for column in sorted(columns) for sign in ("", "-")]
    of_filter: dict[tuple[str, ...], list[str]] = {}
    for query in queries:
        names = tuple(name for name, _value in parse_qsl(query))
        if names and not {PAGE_VAR, ORDER_VAR} & set(names):
            of_filter.setdefault(names, []).append(query)
    for found in of_filter.values():
        chosen += found if len(found) <= most else [*found[: most - 1], found[-1]]
    return [Ask(f"{path}?{query}") for query in chosen]


def values_of(queries: list[str], name: str) -> list[str]:
    return [value for query in queries for key, value in parse_qsl(query) if key == name]


def actions_on_everything(path: str, page: str, names: list[str]) -> list[Ask]:
    """Each action on all rows of the list, not only on those of the page."""
    rows = re.findall(rf'name="{ACTION_CHECKBOX_NAME}" value="(\d+)"', page)
    chosen = {ACTION_CHECKBOX_NAME: rows, "select_across": ["1"], "index": ["0"]}
    return [Ask.sending(path, {"action": [name], **chosen}) for name in names] if rows else []


def sendings(path: str, page: str) -> list[Ask]:
    """Every form of the page that changes something, sent as it stands, with a reason where asked.

    Not those that sign somebody out, and not the list's own: its actions are asked for by name.
    """
    return [
        Ask.sending(urljoin(path, form.action), as_sent(form))
        for form in forms_of(page)
        if form.method == "post"
        and form.form_id not in {"changelist-form", "changelist-search"}
        and not urlsplit(form.action).path.startswith("/accounts/")
    ]


def as_sent(form: PageForm) -> dict[str, list[str]]:
    reason = {"reason": [REASON]} if "reason" in form.texts else {}
    return {**form.values, **reason}
