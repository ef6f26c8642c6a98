"""The designs that come with Dais, as files: `NAME.html` and `NAME.css` beside this module.

What has shipped never changes: a conference keeps the version it has until it takes a newer one.
"""

from pathlib import Path

from badges.engine.design.language import DesignSource

HERE = Path(__file__).resolve().parent
A6_PORTRAIT = "a6_portrait_3"
FORMER = ("a6_portrait_1", "a6_portrait_2")
SHIPPED = (*FORMER, A6_PORTRAIT)


def shipped(name: str) -> DesignSource:
    return DesignSource(
        html=(HERE / f"{name}.html").read_text(encoding="utf-8"),
        css=(HERE / f"{name}.css").read_text(encoding="utf-8"),
    )
