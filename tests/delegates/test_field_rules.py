"""What a conference asks of a delegate, by its table."""

import pytest

from delegates.columns import OF_OFFICERS, Matters, asked_of_delegations
from delegates.field_rules import FieldRule, FieldsAsked, fields_asked

STATE, MEDIA, PRESS, MINISTER = 1, 2, 3, 4


def asked(
    *rules: FieldRule, kind: int = STATE, category: int | None = None, rank: int | None = None
) -> FieldsAsked:
    return fields_asked(rules, kind_id=kind, category_id=category, rank_id=rank)


def names(found: FieldsAsked) -> list[str]:
    return [column.name for column in found.columns]


def test_fields_are_asked_in_the_order_of_the_list_and_the_photo_last() -> None:
    found = asked(FieldRule("photo"), FieldRule("phone"), FieldRule("given_name"))

    assert names(found) == ["given_name", "phone", "photo"]
    assert found.required == frozenset()


@pytest.mark.parametrize(
    ("rule", "kind", "category", "rank", "is_asked"),
    [
        (FieldRule("phone"), STATE, None, None, True),
        (FieldRule("phone", kinds=frozenset({MEDIA})), MEDIA, None, None, True),
        (FieldRule("phone", kinds=frozenset({MEDIA})), STATE, None, None, False),
        (FieldRule("phone", categories=frozenset({PRESS})), STATE, PRESS, None, True),
        (FieldRule("phone", categories=frozenset({PRESS})), STATE, None, None, False),
        (FieldRule("phone", ranks=frozenset({MINISTER})), STATE, None, MINISTER, True),
        (FieldRule("phone", ranks=frozenset({MINISTER})), STATE, None, PRESS, False),
        (
            FieldRule("phone", kinds=frozenset({STATE}), ranks=frozenset({MINISTER})),
            *(MEDIA, None, MINISTER, False),
        ),
    ],
)
def test_line_fits_whoever_it_names(
    rule: FieldRule, kind: int, category: int | None, rank: int | None, is_asked: bool
) -> None:
    assert names(asked(rule, kind=kind, category=category, rank=rank)) == ["phone"] * is_asked


def test_lines_of_one_field_add_up() -> None:
    everybody = FieldRule("phone")
    of_media = FieldRule("phone", is_required=True, kinds=frozenset({MEDIA}))

    assert asked(everybody, of_media).required == frozenset()
    assert asked(everybody, of_media, kind=MEDIA).required == {"phone"}
    assert names(asked(everybody, of_media, kind=MEDIA)) == ["phone"]


@pytest.mark.parametrize("column", sorted(OF_OFFICERS))
def test_what_officers_say_is_asked_of_nobody(column: str) -> None:
    found = asked(FieldRule(column, is_required=True))

    assert (names(found), found.needed) == ([], [])


def test_conference_may_let_a_field_change_at_once_and_nothing_that_badges_show() -> None:
    usual = asked().mattering
    loose = asked(
        *(FieldRule(column.name, matters=False) for column in asked_of_delegations())
    ).mattering
    strict = asked(FieldRule("phone", matters=True)).mattering
    careful = asked(FieldRule("gender", matters=False), FieldRule("gender", matters=True)).mattering

    always = {each.name for each in asked_of_delegations() if each.matters == Matters.ALWAYS}
    assert {"gender", "family_name"} <= usual
    assert "phone" not in usual
    assert loose == always
    assert strict - usual == {"phone"}
    assert "gender" in careful
