"""What is loaded before the web server makes its workers."""

import json
import os
import subprocess
import sys

from tests.servers import WEB_SETTINGS, worker_environment

ASKS_NOBODY = """
import json, socket, sys
asked = []
sys.addaudithook(lambda event, found: event == "socket.connect" and asked.append(str(found[1])))
import conference.wsgi
from django.db import connections
opened = [name for name in connections if connections[name].connection is not None]
json.dump([asked, opened], sys.stdout)
"""


def test_web_server_opens_no_connection_that_its_workers_would_share() -> None:
    """Neither through Python's sockets nor through the database's own library."""
    answered = subprocess.run(
        [sys.executable, "-c", ASKS_NOBODY],
        env=os.environ | worker_environment() | WEB_SETTINGS | {"PYTHONPATH": "."},
        capture_output=True,
        text=True,
        check=True,
    )

    assert json.loads(answered.stdout) == [[], []]
