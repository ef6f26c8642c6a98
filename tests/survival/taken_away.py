"""A PostgreSQL that a test takes away and gives back, as a restart does."""

from pathlib import Path
from urllib.parse import quote

from django.db import connection

NAME = "away"


class Postgres:
    """The test's own PostgreSQL behind a socket of ours, which can be taken away."""

    def __init__(self, folder: Path) -> None:
        found = connection.settings_dict
        name = f".s.PGSQL.{found['PORT'] or 5432}"
        self.socket, self.real = folder / name, Path(found["HOST"]) / name
        user, database = quote(found["USER"]), quote(found["NAME"])
        self.url = f"postgresql://{user}@/{database}?host={folder}&application_name={NAME}"
        self.start()

    def start(self) -> None:
        self.socket.symlink_to(self.real)

    def stop(self) -> None:
        """Nobody can connect, and who was connected is cut off."""
        self.socket.unlink()
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE application_name = %s",
                [NAME],
            )
