"""Colour profiles of version 2 with the least that the ICC asks for. Source: ICC.1:2001-04."""

import struct
from collections.abc import Mapping

D50 = (0.9642, 1.0, 0.8249)
# Bradford: from the white of D65, to which primaries are given, to that of profiles.
TO_D50 = (
    (1.0478112, 0.0228866, -0.0501270),
    (0.0295424, 0.9904844, -0.0170491),
    (-0.0092345, 0.0150436, 0.7521316),
)
D65 = (0.95047, 1.0, 1.08883)
Vector = tuple[float, float, float]
Matrix = tuple[Vector, Vector, Vector]


def rgb(gamma: float, primaries: tuple[tuple[float, float], ...]) -> bytes:
    """With the white of D65; `primaries` are the xy of red, green and blue."""
    columns = [(x / y, 1.0, (1 - x - y) / y) for x, y in primaries]
    amounts = solved(columns, D65)
    adapted = [
        apply(TO_D50, tuple(amount * part for part in column))
        for amount, column in zip(amounts, columns, strict=True)
    ]
    tags = {b"wtpt": xyz(D50)}
    for name, column in zip((b"r", b"g", b"b"), adapted, strict=True):
        tags |= {name + b"XYZ": xyz(column), name + b"TRC": curve(gamma)}
    return file(b"mntr", b"RGB ", b"XYZ ", tags)


def grey(gamma: float) -> bytes:
    return file(b"mntr", b"GRAY", b"XYZ ", {b"wtpt": xyz(D50), b"kTRC": curve(gamma)})


def cmyk() -> bytes:
    """Ink of each kind takes light away; two places for each of four inks, all of them Lab."""
    return file(b"prtr", b"CMYK", b"Lab ", {b"wtpt": xyz(D50), b"A2B0": table()})


def table() -> bytes:
    corners = b"".join(
        lab(c, m, y, k) for c in (0, 1) for m in (0, 1) for y in (0, 1) for k in (0, 1)
    )
    identity = b"".join(number(value) for value in (1, 0, 0, 0, 1, 0, 0, 0, 1))
    start = b"mft1" + bytes(4) + bytes((4, 3, 2, 0)) + identity
    straight = bytes(range(256))
    return start + straight * 4 + corners + straight * 3


def lab(c: int, m: int, y: int, k: int) -> bytes:
    """Lightness 255 is 100; 128 is no colour."""
    light = (255 - 60 * c - 75 * m - 15 * y) * (0.2 if k else 1)
    strength = 0.2 if k else 1
    red_green = 128 + strength * (70 * m - 40 * c)
    yellow_blue = 128 + strength * (85 * y - 50 * c)
    return bytes(round(value) for value in (light, red_green, yellow_blue))


def solved(columns: list[Vector], wanted: Vector) -> Vector:
    """Amounts of the columns that make `wanted`, by Cramer's rule."""
    whole = determinant(columns)
    amounts = [
        determinant([*columns[:place], wanted, *columns[place + 1 :]]) / whole for place in range(3)
    ]
    return amounts[0], amounts[1], amounts[2]


def determinant(columns: list[Vector]) -> float:
    (a, d, g), (b, e, h), (c, f, i) = columns
    return a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)


def apply(matrix: Matrix, vector: tuple[float, ...]) -> Vector:
    rows = [sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix]
    return rows[0], rows[1], rows[2]


def number(value: float) -> bytes:
    return struct.pack(">i", round(value * 65536))


def xyz(value: Vector) -> bytes:
    return b"XYZ " + bytes(4) + b"".join(map(number, value))


def curve(gamma: float) -> bytes:
    return b"curv" + bytes(4) + struct.pack(">IH", 1, round(gamma * 256)) + bytes(2)


def text(value: bytes) -> bytes:
    return b"text" + bytes(4) + value + bytes(1)


def description(value: bytes) -> bytes:
    return b"desc" + bytes(4) + struct.pack(">I", len(value) + 1) + value + bytes(1 + 78)


def file(kind: bytes, space: bytes, connection: bytes, tags: Mapping[bytes, bytes]) -> bytes:
    tags = {b"desc": description(b"test"), b"cprt": text(b"none"), **tags}
    at = 128 + 4 + 12 * len(tags)
    index, content = struct.pack(">I", len(tags)), b""
    for name, value in tags.items():
        padded = value + bytes(-len(value) % 4)
        index += name + struct.pack(">II", at + len(content), len(value))
        content += padded
    whole = 128 + len(index) + len(content)
    kinds = kind, space, connection
    header = struct.pack(">I4xI4s4s4s12x4s", whole, 0x02400000, *kinds, b"acsp")
    return (header + bytes(28) + b"".join(map(number, D50))).ljust(128, b"\0") + index + content
