import io

import pytest
from PIL import Image

from conference.site.demonstration.flags import FLAGS, flag
from conference.site.demonstration.logos import logo
from conference.site.demonstration.people import looks_of, pools
from conference.site.demonstration.portraits import HAIR, SKIN, Looks, portrait
from conference.site.demonstration.tables import read

LOOKS = Looks(skin=[2], hair=[0])


@pytest.mark.parametrize("is_feminine", [True, False])
def test_portrait_is_a_jpeg_of_passport_size(is_feminine: bool) -> None:
    drawn = portrait("7KQ2-M9XD", is_feminine=is_feminine, looks=LOOKS)

    with Image.open(io.BytesIO(drawn)) as image:
        assert (image.format, image.size) == ("JPEG", (413, 531))
    assert 8_000 < len(drawn) < 40_000


def test_portrait_is_the_same_for_the_same_person() -> None:
    assert portrait("A", is_feminine=True, looks=LOOKS) == portrait(
        "A", is_feminine=True, looks=LOOKS
    )


def test_portraits_of_different_people_differ() -> None:
    drawn = {
        portrait(str(number), is_feminine=bool(number % 2), looks=LOOKS) for number in range(30)
    }

    assert len(drawn) == 30


@pytest.mark.parametrize("share", ["headscarf", "headcloth"])
def test_head_is_covered_only_by_whoever_wears_something(share: str) -> None:
    is_feminine = share == "headscarf"
    covered = Looks(skin=[2], hair=[0], **{share: 1.0})
    other = Looks(skin=[2], hair=[0], **{"headcloth" if is_feminine else "headscarf": 1.0})

    plain = portrait("A", is_feminine=is_feminine, looks=LOOKS)

    assert portrait("A", is_feminine=is_feminine, looks=other) == plain
    assert portrait("A", is_feminine=is_feminine, looks=covered) != plain


def test_every_pool_of_names_has_looks() -> None:
    told = read("looks.toml")

    assert set(told["pools"]) == set(pools())
    assert set(told["countries"]) <= set(read("countries.toml"))
    for pool in pools():
        looks = looks_of(pool, "")
        assert set(looks.skin) <= set(range(len(SKIN)))
        assert set(looks.hair) <= set(range(len(HAIR)))
    assert (looks_of("ar", "QA").headcloth, looks_of("ar", "JO").headcloth) == (0.9, 0.0)


@pytest.mark.parametrize(
    ("name", "colours"),
    [
        ("SY until 2024", [(206, 17, 38), (0, 122, 61), (0, 0, 0)]),
        ("KG until 2023", [(232, 17, 45), (232, 17, 45), (232, 17, 45)]),
    ],
)
def test_flag_that_was_changed_is_drawn_as_it_was(
    name: str, colours: list[tuple[int, int, int]]
) -> None:
    """At the top, at the first star, at the bottom."""
    with Image.open(io.BytesIO(flag(name))) as image:
        assert (image.format, image.size) == ("PNG", (600, 400))
        assert [image.getpixel(at) for at in ((180, 20), (180, 200), (180, 380))] == colours
    assert set(FLAGS) == {"SY until 2024", "KG until 2023"}


def test_logo_has_a_transparent_ground() -> None:
    with Image.open(io.BytesIO(logo("#1d4f91", points=46))) as image:
        assert (image.format, image.mode, image.size) == ("PNG", "RGBA", (512, 512))
        assert image.getchannel("A").getpixel((2, 2)) == 0
        assert image.getpixel((256, 30)) == (29, 79, 145, 255)
