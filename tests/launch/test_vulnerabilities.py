import json

import pytest

from launch.vulnerabilities import told

SAFE = {"name": "django", "version": "5.2.19", "vulns": []}
UNKNOWN = {"name": "uv", "skip_reason": "not found"}
KNOWN = {"name": "pillow", "version": "1.0", "vulns": [{"id": "PYSEC-1"}, {"id": "PYSEC-2"}]}


@pytest.mark.parametrize(
    ("packages", "found", "said"),
    [
        ([SAFE], [], ""),
        ([SAFE, UNKNOWN], [], "1 of 2 packages could not be asked for."),
        ([SAFE, KNOWN], ["pip-audit"], "pillow 1.0: PYSEC-1, PYSEC-2"),
        ([UNKNOWN], [], "Its source does not answer here"),
    ],
)
def test_what_is_known_is_told_and_what_nobody_could_ask_too(
    capsys: pytest.CaptureFixture[str], packages: list[object], found: list[str], said: str
) -> None:
    assert told(json.dumps({"dependencies": packages})) == found
    assert said in capsys.readouterr().out


@pytest.mark.parametrize("output", ["", "no JSON", "{}"])
def test_source_that_is_out_of_reach_is_told(
    capsys: pytest.CaptureFixture[str], output: str
) -> None:
    assert told(output) == []
    assert "does not answer here" in capsys.readouterr().out
