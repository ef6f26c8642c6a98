"""Texts as files for programs can hold them. Pure."""

import re

NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def writable(text: str) -> str:
    """Without control characters, which XML (1.0, 2.2) and calendars (RFC 5545, 3.1) cannot hold:
    one that came along with a title would otherwise take the whole file from its readers.
    """
    return NOT_IN_XML.sub("", text)
