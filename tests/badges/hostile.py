"""A design within the language that keeps the renderer busy for minutes."""

QR = '<img class="qr" src="{{ qr }}" alt="">'
# Some six thousand striped elements, each within the one before it.
STRIPE = "repeating-radial-gradient(red 0, blue 0.1mm)"
STRIPES = f"b{{display:block;background:{STRIPE},{STRIPE},{STRIPE}}}"
HOSTILE = QR + ("<b>" * 35 + "</b>" * 35) * 190
