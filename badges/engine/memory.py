"""What a process remembers, bounded by what it weighs."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Memory(Generic[Value]):
    """Forgets what was asked for longest ago once all of it weighs more than `most_bytes`.

    `weight` says what one value weighs in bytes; what is heavier than all is not remembered.
    """

    def __init__(self, most_bytes: int, weight: Callable[[Value], int]) -> None:
        self.most_bytes = most_bytes
        self.weight = weight
        self.bytes = 0
        self.values: OrderedDict[Hashable, Value] = OrderedDict()

    def get(self, key: Hashable) -> Value | None:
        if key not in self.values:
            return None
        self.values.move_to_end(key)
        return self.values[key]

    def put(self, key: Hashable, value: Value) -> None:
        self.bytes += self.weight(value)
        if (former := self.values.pop(key, None)) is not None:
            self.bytes -= self.weight(former)
        self.values[key] = value
        while self.bytes > self.most_bytes:
            _key, oldest = self.values.popitem(last=False)
            self.bytes -= self.weight(oldest)

    def forget(self) -> None:
        self.values.clear()
        self.bytes = 0
