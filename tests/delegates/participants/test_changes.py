"""What one list says otherwise than another."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from delegates.participants.changes import ListChanges, changes
from delegates.participants.people import ListedPerson


def person(number: int | None, *, delegation: int = 1, **fields: object) -> ListedPerson:
    plain = ListedPerson(number, delegation, False, "Ms", "Ada", f"Person{number}", "", "", "", "")
    return replace(plain, **fields)  # type: ignore[arg-type]


ONE, TWO, THREE = map(person, (1, 2, 3))


def test_lists_that_say_the_same_differ_in_nothing() -> None:
    assert changes([ONE, TWO], [ONE, TWO]) == ListChanges()
    assert not changes([ONE, TWO], [ONE, TWO])


def test_who_came_and_who_went_moves_nobody_else() -> None:
    assert changes([ONE, TWO], [THREE, TWO]) == ListChanges(added=(THREE,), gone=(ONE,))


def test_person_is_changed_by_what_is_printed_of_them() -> None:
    minister = replace(ONE, function="Minister")

    (changed,) = changes([ONE], [minister]).changed

    assert (changed.before, changed.now) == (ONE, minister)


def test_fewest_who_explain_the_new_order_have_moved() -> None:
    assert changes([ONE, TWO, THREE], [THREE, ONE, TWO]).moved == (THREE,)


def test_new_head_and_who_came_from_another_delegation_have_moved() -> None:
    head, elsewhere = replace(ONE, is_head=True), replace(TWO, delegation=2)

    assert changes([ONE, TWO, THREE], [head, THREE, elsewhere]).moved == (head, elsewhere)


def test_delegation_that_comes_elsewhere_moves_nobody() -> None:
    first, second = person(1, delegation=1), person(2, delegation=2)

    assert changes([first, second], [second, first]) == ListChanges()


def test_who_was_erased_is_no_change() -> None:
    assert changes([person(None), TWO], [TWO]) == ListChanges()


@given(st.permutations(range(1, 8)))
def test_without_those_who_moved_the_order_is_the_former(order: list[int]) -> None:
    before = [person(number) for number in range(1, 8)]

    found = changes(before, [person(number) for number in order])

    moved = {one.delegate for one in found.moved}
    stay = [number for number in order if number not in moved]
    assert stay == sorted(stay)
    assert (found.added, found.gone, found.changed) == ((), (), ())
