import os
import subprocess
import sys
from pathlib import Path

import pytest

TOUCH = "pathlib.Path(sys.argv[1]).touch()"
PROCESSES = {
    "web server": [f"import conference.wsgi, pathlib, sys; {TOUCH}"],
    "worker and scheduler": [f"import conference.celery, pathlib, sys; {TOUCH}"],
    "command": [f"import manage, pathlib, sys; {TOUCH}"],
}


@pytest.mark.parametrize("process", PROCESSES)
def test_what_a_process_writes_is_its_own_alone(process: str, tmp_path: Path) -> None:
    written = tmp_path / "mail"
    environment = os.environ | {"PYTHONPATH": "."}

    subprocess.run(
        [sys.executable, "-c", *PROCESSES[process], str(written)], check=True, env=environment
    )

    assert written.stat().st_mode & 0o777 == 0o600
