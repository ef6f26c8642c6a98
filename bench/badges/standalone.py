"""The engine without database and broker: settings of the project, a cache in the process."""

from pathlib import Path
from typing import TYPE_CHECKING

from bench.badges import work
from bench.badges.work import Person, Scratch

if TYPE_CHECKING:
    from badges.engine.content import BadgeContent
    from badges.engine.stamps.fitted import BadgeOrder
    from conference.pdf.layout import Asset

HERE = Path(__file__).resolve().parent


def start() -> None:
    from django.conf import settings

    from conference import settings as project

    settings.configure(
        **{name: getattr(project, name) for name in dir(project) if name.isupper()}
        | {"CACHES": {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}}
    )
    import django

    django.setup()


class Badges:
    """What the engine is asked for. Only after `start`."""

    def __init__(self, scratch: Scratch) -> None:
        from badges.engine.design.language import DesignSource, parse

        self.scratch = scratch
        self.source = DesignSource(
            (HERE / "badge.html").read_text(), (HERE / "badge.css").read_text()
        )
        self.design = parse(self.source)
        self.shared: dict[str, Asset] = {}

    def content(self, one: Person) -> "BadgeContent":
        from badges.engine.content import BadgeContent
        from conference.writing.languages import Localized

        return BadgeContent(
            language="en",
            conference_title=Localized(work.TITLE, "en"),
            conference_place=Localized(work.PLACE, "en"),
            conference_logo="logo",
            category_letter=one.category[0],
            category_words=(Localized(one.category, "en"),),
            category_colour=work.CATEGORIES[one.category],
            given_name=Localized("", ""),
            family_name=Localized("", ""),
            own_name=Localized(one.name, one.language),
            function=Localized(one.function, "en"),
            delegation_name=Localized(one.delegation, "en"),
            delegation_acronym=Localized(one.zones, "en"),
            delegation_flag=f"flag:{one.country}",
            photo=f"photo:{one.photo}",
            serial=one.serial,
            code=one.code,
        )

    def load(self, key: str) -> "Asset":
        """A photo is read again each time, everything else once."""
        from conference.pdf import layout

        kind, _colon, name = key.partition(":")
        if kind == "photo":
            return layout.Asset(layout.JPEG, self.scratch.photo(name).read_bytes())
        if key not in self.shared:
            path = self.scratch.flag(name, "svg") if kind == "flag" else self.scratch.logo
            self.shared[key] = layout.Asset(layout.SVG, path.read_bytes())
        return self.shared[key]

    def orders(self, people: list[Person]) -> "list[BadgeOrder]":
        from badges.engine.stamps.fitted import BadgeOrder

        return [BadgeOrder(self.content(one), self.design) for one in people]
