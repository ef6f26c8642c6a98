"""The agenda as a tree: moved, put in order, numbered."""

import pytest
from django.db import IntegrityError, transaction

from conference.errors import DomainError
from conference.models import Conference, User
from sessions.models import AgendaItem
from sessions.services import items
from tests.factories import AT, AgendaItemFactory, ConferenceFactory, UserFactory, words


@pytest.fixture
def conference() -> Conference:
    return ConferenceFactory()


@pytest.fixture
def by() -> User:
    return UserFactory()


def item(conference: Conference, title: str, above: AgendaItem | None = None) -> AgendaItem:
    unsaved = AgendaItem(conference=conference, title=words(title), parent=above)
    return items.add(item=unsaved, by=UserFactory(), at=AT)


@pytest.fixture
def peace(conference: Conference) -> AgendaItem:
    """Opening · Peace (Borders (Patrols), Mediation) · Closing."""
    item(conference, "Opening")
    peace = item(conference, "Peace")
    item(conference, "Patrols", item(conference, "Borders", peace))
    item(conference, "Mediation", peace)
    item(conference, "Closing")
    return peace


def agenda(conference: Conference) -> list[str]:
    rows = AgendaItem.objects.for_conference(conference).in_order()
    return [f"{'  ' * (row.level - 1)}{row.title}" for row in rows]


def number(conference: Conference, by: User) -> None:
    shown = items.digest(items.numbers_in_order(conference))
    items.number(conference=conference, shown=shown, by=by, at=AT)


def test_items_are_read_each_before_what_is_below_it(peace: AgendaItem) -> None:
    assert agenda(peace.conference) == [
        "Opening",
        "Peace",
        "  Borders",
        "    Patrols",
        "  Mediation",
        "Closing",
    ]


def test_numbers_stay_as_announced_until_all_are_numbered(peace: AgendaItem, by: User) -> None:
    conference = peace.conference
    number(conference, by)
    closing = AgendaItem.objects.get(number="3")
    ids = list(AgendaItem.objects.in_order().values_list("pk", flat=True))

    items.reorder(conference=conference, item_ids=[closing.pk, *ids[:-1]], by=by, at=AT)
    reordered = [row.number for row in AgendaItem.objects.in_order()]
    number(conference, by)

    assert reordered == ["3", "1", "2", "2 (a)", "2 (a) (i)", "2 (b)"]
    assert agenda(conference)[0] == "Closing"
    assert [row.number for row in AgendaItem.objects.in_order()] == [
        "1", "2", "3", "3 (a)", "3 (a) (i)", "3 (b)",
    ]  # fmt: skip


def test_numbers_other_than_those_shown_are_not_given(peace: AgendaItem, by: User) -> None:
    shown = items.digest(items.numbers_in_order(peace.conference))
    item(peace.conference, "Any other business")

    with pytest.raises(DomainError, match="Nothing was numbered"):
        items.number(conference=peace.conference, shown=shown, by=by, at=AT)

    assert not AgendaItem.objects.exclude(number="").exists()


def test_what_moves_below_another_comes_last_there_with_what_is_below_it(
    peace: AgendaItem, by: User
) -> None:
    borders = peace.children.earliest("pk")
    closing = AgendaItem.objects.latest("pk")
    borders.parent = closing

    items.change(item=borders, fields=["parent"], by=by, at=AT)

    assert agenda(peace.conference)[3:] == ["Closing", "  Borders", "    Patrols"]


def test_item_stands_neither_below_itself_nor_four_levels_deep(peace: AgendaItem, by: User) -> None:
    """On the service's path in words, on others refused as well."""
    borders = peace.children.earliest("pk")
    peace.parent = borders

    with pytest.raises(DomainError, match="three levels deep"):
        items.change(item=peace, fields=["parent"], by=by, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        AgendaItemFactory(conference=peace.conference, parent=borders.children.get())
    with pytest.raises(IntegrityError), transaction.atomic():
        AgendaItem.objects.filter(pk=peace.pk).update(parent=borders, parent_level=borders.level)
    assert len(agenda(peace.conference)) == 6
