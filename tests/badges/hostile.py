"""A design within the language that keeps the renderer busy for minutes."""

QR = '<img class="qr" src="{{ qr }}" alt="">'
# Some thousand striped elements, each within the one before it.
STRIPES = "b{display:block;background:repeating-radial-gradient(red 0, blue 0.1mm)}"
HOSTILE = QR + ("<b>" * 35 + "</b>" * 35) * 150
