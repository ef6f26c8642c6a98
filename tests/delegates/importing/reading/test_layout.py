"""What is kept of a file for the page on which somebody chooses how it is read."""

from delegates.importing.reading.layout import ColumnLayout, Layout


def test_layout_holds_nothing_that_the_database_cannot_hold() -> None:
    column = ColumnLayout("key", "Function\0", None, False, False, ["Adviser\0"])

    stored = Layout(columns=[column]).as_json()["columns"][0]

    assert (stored["heading"], stored["samples"]) == ("Function\ufffd", ["Adviser\ufffd"])
