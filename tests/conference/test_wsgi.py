import os
import subprocess
import sys
from pathlib import Path


def test_what_the_web_server_writes_is_its_own_alone(tmp_path: Path) -> None:
    written = tmp_path / "mail"
    program = "import conference.wsgi, pathlib, sys; pathlib.Path(sys.argv[1]).touch()"

    subprocess.run([sys.executable, "-c", program, str(written)], check=True, env=os.environ)

    assert written.stat().st_mode & 0o777 == 0o600
