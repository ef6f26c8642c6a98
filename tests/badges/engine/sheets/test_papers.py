"""What jobs of earlier days were printed on."""

from badges.engine.sheets.papers import PAPERS

# Never shortened: jobs name them, and their pages say in which slot each badge is.
OFFERED_ONCE = {
    "a6-on-a4", "a7-on-a4", "cr80-on-a4", "a6-on-letter", "a7-on-letter", "cr80-on-letter",
    "avery-5392", "avery-5395", "folded-a6-on-a4", "folded-a6-on-letter", "a5-on-a4",
    "nameplate-on-a4",
}  # fmt: skip


def test_paper_that_was_offered_once_stays() -> None:
    assert PAPERS.keys() >= OFFERED_ONCE
