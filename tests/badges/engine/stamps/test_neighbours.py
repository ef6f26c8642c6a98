"""Pixels are compared with those around them: quickly, and as Pillow's own filter does."""

import random

import pytest
from PIL import Image, ImageChops, ImageFilter

from badges.engine.stamps import proving


@pytest.mark.parametrize("size", [(1, 1), (2, 3), (41, 40)])
def test_neighbours_are_those_of_the_filter(size: tuple[int, int]) -> None:
    picture = Image.frombytes("L", size, random.randbytes(size[0] * size[1]))

    lightest = proving._around(picture, ImageChops.lighter)
    darkest = proving._around(picture, ImageChops.darker)

    assert lightest.tobytes() == picture.filter(ImageFilter.MaxFilter(3)).tobytes()
    assert darkest.tobytes() == picture.filter(ImageFilter.MinFilter(3)).tobytes()
