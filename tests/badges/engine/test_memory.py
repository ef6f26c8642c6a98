from badges.engine.memory import Memory


def test_memory_never_weighs_more_than_its_bound() -> None:
    memory: Memory[bytes] = Memory(100, len)

    for number in range(50):
        memory.put(number, b"x" * 30)

    assert (memory.bytes, list(memory.values)) == (90, [47, 48, 49])


def test_memory_forgets_what_was_asked_for_longest_ago() -> None:
    memory: Memory[bytes] = Memory(90, len)
    for key in "abc":
        memory.put(key, b"x" * 30)

    assert memory.get("a") == b"x" * 30
    memory.put("d", b"x" * 30)

    assert list(memory.values) == ["c", "a", "d"]


def test_memory_weighs_a_value_that_is_put_twice_once() -> None:
    memory: Memory[bytes] = Memory(90, len)

    memory.put("a", b"x" * 30)
    memory.put("a", b"x" * 40)

    assert (memory.bytes, memory.get("a")) == (40, b"x" * 40)


def test_what_is_heavier_than_all_is_not_remembered() -> None:
    memory: Memory[bytes] = Memory(90, len)

    memory.put("a", b"x" * 91)

    assert (memory.bytes, memory.get("a")) == (0, None)
