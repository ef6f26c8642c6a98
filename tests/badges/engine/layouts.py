"""Designs that do what the shipped ones do not: every way a text can stand, and what hinders it.

Each shows a delegate's own fields, so that any person can be printed on it.
"""

from badges.engine.design.language import DesignSource


def box(field: str, *, name: str = "", size: str = "60 9", weight: int = 400) -> str:
    """A field in its box; `size` is width and height in millimetres."""
    width, height = size.split()
    return (
        f'{{% if {field} %}}<p class="{name or field}" data-width="{width}" data-height="{height}"'
        f' data-sizes="22 18 15 12 10 8" data-lines="2" data-leading="1.2" data-weight="{weight}">'
        f"{{{{ {field} }}}}</p>{{% endif %}}"
    )


PHOTO = '{% if photo %}<img class="photo" src="{{ photo }}" alt="">{% endif %}'
FLAG = '{% if delegation_flag %}<img class="flag" src="{{ delegation_flag }}" alt="">{% endif %}'
QR = '<img class="qr" src="{{ qr }}" alt="">'
SERIAL = box("serial", size="30 4")
NAMES = box("given_name") + box("family_name", weight=700, size="60 14") + box("own_name")
FUNCTION = box("function", size="60 12")
DUTY = FUNCTION + box("department", size="60 5") + box("ministry", size="60 5")
DELEGATION = box("delegation_name", weight=700, size="60 12")
ABOUT = DUTY + DELEGATION
STYLE = (
    "@page{size:100mm 140mm;margin:0}"
    ".badge{position:relative;width:100mm;height:140mm;color:#14233b}.badge p{margin:0}"
    ".photo{position:absolute;left:5mm;top:5mm;width:25mm;height:30mm;object-fit:cover}"
    ".flag{position:absolute;left:40mm;top:5mm;width:16mm;height:12mm}"
    ".qr{position:absolute;left:70mm;top:8mm;width:24mm;height:24mm;image-rendering:pixelated}"
    ".serial{position:absolute;left:60mm;top:134mm}"
)

# Texts stand on each other: how high the lowest is decides where the highest begins.
FROM_BELOW = DesignSource(
    f'<div class="badge">{PHOTO}{FLAG}{QR}{SERIAL}'
    f'<div class="ground"></div><div class="names">{NAMES}{ABOUT}</div></div>',
    STYLE + ".ground{position:absolute;left:0;top:38mm;width:100mm;height:94mm;background:#14233b}"
    ".names{position:absolute;left:20mm;bottom:12mm;color:#f2c230;text-align:center}"
    ".names .family_name{color:#ffffff;text-align:right}",
)

# The lower half is read from the other side of the table; pictures follow the texts.
TWICE = DesignSource(
    f'<div class="badge">{SERIAL}<div class="half">{NAMES}{FLAG}</div>'
    f'<div class="half lower">{NAMES}{FUNCTION}{DELEGATION}{QR}</div>{PHOTO}</div>',
    STYLE + ".half{position:absolute;left:35mm;top:2mm}.lower{top:62mm}"
    ".half .flag,.half .qr{position:static;display:block;margin-top:1mm}",
)

RIGHT_TO_LEFT = DesignSource(
    f'<div class="badge" dir="rtl" lang="ja">{PHOTO}{FLAG}{QR}{SERIAL}'
    f'<div class="names">{NAMES}<div class="about">{ABOUT}</div></div></div>',
    STYLE + ".names{position:absolute;right:12mm;top:40mm}.about{text-align:end}",
)

ROOM = 'data-room="78" '
# What one text leaves of its element's room the next ones have, in each element apart.
ROOMS = DesignSource(
    f'<div class="badge">{PHOTO}{FLAG}{QR}{SERIAL}<div class="names">{NAMES}'
    f"{DUTY.replace('data-lines', ROOM + 'data-lines')}</div>"
    f'<div class="about">{DELEGATION}</div></div>',
    STYLE + ".names{position:absolute;left:20mm;top:38.4mm}.about{position:absolute;left:20mm;top:"
    "122mm}",
)

EVERY_PLACE = {
    "from below": FROM_BELOW,
    "twice": TWICE,
    "right to left": RIGHT_TO_LEFT,
    "rooms": ROOMS,
}

SIMPLE = (
    f'<div class="badge">{PHOTO}{FLAG}{QR}{SERIAL}<div class="names">{NAMES}{ABOUT}</div></div>'
)
PLACED = STYLE + ".names{position:absolute;left:20mm;top:40mm}"

# One text of these is more than glyphs of one colour on a line; the others are stamped.
HINDERED_TEXTS = {
    "opacity": ".given_name{opacity:.5}",
    "overflow": ".names{overflow:hidden;height:50mm}",
    "text-decoration-line": ".own_name{text-decoration:underline}",
    "font-variant-caps": ".function{font-variant-caps:small-caps}",
    "color": ".given_name{color:rgb(20 35 59 / 40%)}",
    "font-weight": ".given_name span{font-weight:700}",
    # What is laid out lies on the rest of the page: it brings no ground of its own.
    "font-style": "body{background:#fdf6e3}.function{font-style:italic}",
}
# The compile finds nothing in these, and yet they look different when they are stamped.
DISGUISED = {
    "a text under the art": ".given_name{position:relative;z-index:-1}"
    ".names{background:#ffe9a8;z-index:0}",
    "art over a picture": ".names{background:#c33;top:20mm;left:2mm}",
    "a line aligned by itself": ".function{text-align-last:right}",
    "lines moved alone": ".family_name span span{position:relative;left:4mm}",
    "a cover over what is laid out": ".function{font-style:italic}"
    ".serial{left:20mm;top:40mm;width:60mm;height:80mm;background:#fdf6e3}",
    "lines coloured alone": ".family_name span span{color:#c33}",
    "places that are empty": ".own_name span:empty{margin-left:9mm}",
}
ART_THAT_MOVES = DesignSource(SIMPLE, PLACED + ".given_name{border-bottom:1mm solid #c33}")
LOOSE_FIELD = DesignSource(SIMPLE.replace(SERIAL, '<p class="serial">{{ serial }}</p>'), PLACED)
