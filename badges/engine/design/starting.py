"""What the back of a badge begins with: the name large, as badges turn round."""

from badges.engine.design.language import DesignSource
from badges.engine.design.paper import Paper

# Millimetres on each side.
MARGIN = 5.0


def back_for(front: Paper) -> DesignSource:
    """As large as the front."""
    width, height = front.width - 2 * MARGIN, front.height - 2 * MARGIN
    given = _name("given_name", width, height / 4, sizes="26 22 18 15 12 10 8", weight=400)
    family = _name("family_name", width, height / 2, sizes="36 32 28 24 20 16 13 10", weight=700)
    page = f"width: {front.width:g}mm; height: {front.height:g}mm"
    size = f"{front.width:g}mm {front.height:g}mm"
    return DesignSource(
        html=f'<div class="badge">\n  <div class="names">\n{given}{family}  </div>\n</div>\n',
        css=(
            f"@page {{ size: {size}; margin: 0; bleed: {front.bleed:g}mm }}\n"
            f".badge {{ position: relative; {page}; color: #14233b }}\n"
            ".badge p { margin: 0 }\n"
            f".names {{ position: absolute; inset-inline-start: {MARGIN:g}mm; top: {MARGIN:g}mm }}"
            "\n"
        ),
    )


def _name(field: str, width: float, height: float, *, sizes: str, weight: int) -> str:
    return (
        f"    {{% if {field} %}}\n"
        f'    <p data-width="{width:g}" data-height="{round(height, 1):g}" data-sizes="{sizes}"'
        f' data-lines="3" data-leading="1.15" data-weight="{weight}">{{{{ {field} }}}}</p>\n'
        "    {% endif %}\n"
    )
