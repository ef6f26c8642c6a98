"""The style sheet that is generated for one document of badges: boxes, fits, category colours."""

from badges.engine.band_patterns import pattern_of
from badges.engine.design.boxes import Box
from badges.engine.layout.fit import Fit
from conference.colours import ink_on

PAPER = "#ffffff"
INK = "#14233b"

BASE = """
body{margin:0}
.dais-page{break-after:page}
.dais-page:last-child{break-after:auto}
.dais-fit,.dais-fit>span,.dais-slot{display:block;white-space:nowrap}
"""


class PageStyles:
    """Gives out class names and remembers what they mean. Equal documents get equal names."""

    def __init__(self) -> None:
        self.rules: dict[str, str] = {}

    def css(self) -> str:
        return BASE + "\n".join(self.rules.values())

    def box(self, box: Box) -> str:
        name = _name("dais-box", box.width, box.weight)
        self.rules[name] = f".{name}{{width:{box.width}mm;font-weight:{box.weight}}}"
        return name

    def fit(self, fitted: Fit) -> str:
        top, bottom, pitch = (round(em, 3) for em in (fitted.top, fitted.bottom, fitted.pitch))
        name = _name("dais-fit", fitted.size, pitch, top, bottom)
        self.rules[name] = (
            f".{name}{{font-size:{fitted.size}pt;line-height:{pitch};"
            f"padding:{top}em 0 {bottom}em}}"
            f".{name}>span{{height:{pitch}em}}"
        )
        return f"dais-fit {name}"

    def slot(self, height: float) -> str:
        """An empty place that is `height` millimetres high."""
        name = _name("dais-slot", round(height, 3))
        self.rules[name] = f".{name}{{height:{round(height, 3)}mm}}"
        return f"dais-slot {name}"

    def hide(self) -> None:
        """Nothing of the page is seen but what stands in a `dais-seen`."""
        self.rules["hidden"] = (
            "@page{background:none!important;border-color:transparent!important}"
            "html,body,.dais-page,.dais-page *{visibility:hidden!important}"
            ".dais-page .dais-seen,.dais-page .dais-seen *{visibility:visible!important}"
        )

    def unseen(self) -> str:
        """Of a page that is laid out to be measured, not drawn."""
        self.rules["unseen"] = ".dais-unseen,.dais-unseen *{visibility:hidden!important}"
        return "dais-unseen"

    def category(self, colour: str, *, is_hatched: bool) -> str:
        """The classes that bring --category-colour and --category-ink (`#rrggbb` both), and
        --category-pattern, a picture to lie on the colour.
        """
        ink = ink_on(colour, light=PAPER, dark=INK)
        name = f"dais-category-{colour.removeprefix('#')}"
        self.rules[name] = (
            f".{name}{{--category-colour:{colour};--category-ink:{ink};"
            f"--category-pattern:{pattern_of(colour)}}}"
        )
        return f"{name} hatched" if is_hatched else name


def _name(kind: str, *numbers: float) -> str:
    return "-".join([kind, *(f"{number:g}".replace(".", "_") for number in numbers)])
