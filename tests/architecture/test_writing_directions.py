"""Names and titles that are written from the right leave alone what stands beside them."""

import pytest
from django.db import models
from django.test import Client
from i18nfield.fields import I18nCharField, I18nTextField
from i18nfield.strings import LazyI18nString

from badges.models import BadgeDesign, PrintEntry
from conference.models import Conference, StaffRole
from delegates.models import Delegate
from sessions.models import Session
from tests.admin_pages import first_row, kinds_of_pages
from tests.admin_rows import OF_CONFERENCES, hand_to, row_in
from tests.factories import DesignVersionFactory, SessionPartFactory, StaffRoleFactory
from tests.releasing import release
from tests.writing_directions import words_that_jump

WORDS_OF_DJANGO = {
    "delegates_category_add", "delegates_category_change", "delegates_categoryrule_changelist",
    "badges_badgedesign_add", "badges_badgedesign_change",
    "badges_badgetype_add", "badges_badgetype_change",
}  # fmt: skip
"""Boxes to tick and cells that Django writes, in which a letter stands before its words and nothing
after them. Its pages on which something is deleted are its own too."""
NAME = "مؤتمر (دوشنبه)"


@pytest.fixture
def role(transactional_db: None) -> StaffRole:
    """The administrator of a conference with a row of everything, all of it named in Arabic."""
    role: StaffRole = StaffRoleFactory(user__is_superuser=True)
    conference = role.conference
    for model in OF_CONFERENCES:
        hand_to(role.user, row_in(model, conference))
    row_in(PrintEntry, conference)
    DesignVersionFactory(design=first_row(BadgeDesign, conference), number=1)
    for model in {Conference, *OF_CONFERENCES}:
        write_in_arabic(model)
    names = {"own_name": NAME, "own_given_name": NAME, "function": NAME, "ministry": NAME}
    Delegate.objects.update(own_name_language="ar", **names)
    session = first_row(Session, conference)
    SessionPartFactory(session=session, delegate=first_row(Delegate, conference))
    release(session)
    Conference.objects.filter(pk=conference.pk).update(languages=["ar", "en"])
    return role


def write_in_arabic(model: type[models.Model]) -> None:
    names = {
        column.name: LazyI18nString({"ar": NAME})
        for column in model._meta.concrete_fields
        if isinstance(column, I18nCharField | I18nTextField)
    }
    if names:
        model._base_manager.update(**names)


def test_nothing_jumps_beside_words_that_are_written_from_the_right(
    client: Client, role: StaffRole
) -> None:
    client.force_login(role.user)

    found = [
        f"{address}: {line}"
        for address, path in kinds_of_pages(client, role.conference)
        if address.name not in WORDS_OF_DJANGO and not address.name.endswith("_delete")
        for line in words_that_jump(client.get(path).content.decode())
    ]

    assert found == [], "\n".join(found)


@pytest.mark.parametrize(
    ("page", "jumping"),
    [
        (f"<p>{NAME} 12</p>", [f"{NAME} 12"]),
        (f"<p><bdi>{NAME}</bdi> 12</p>", []),
        (f"<p><span dir='auto'>{NAME}</span> 12</p>", []),
        (f"<p>\u2068{NAME}\u2069 12</p>", []),
        (f"<td>{NAME}</td><td>12</td>", []),
        (f"<body dir='ltr'>Badge of <a>{NAME}</a>", [f"Badge of {NAME}"]),
        (f"<input name='title' value='{NAME}'>", [f"<input name='title'> {NAME}"]),
        (f"<input name='title' value='{NAME}' dir='auto'>", []),
    ],
)
def test_words_that_jump_are_found(page: str, jumping: list[str]) -> None:
    assert words_that_jump(page) == jumping
