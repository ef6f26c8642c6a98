"""Writes what an upgrade test restores: the database, the files, and what must not change.

See `tests.upgrade.fill` for how it is called. PostgreSQL's own `pg_dump` is the embedded one.
"""

import lzma
import subprocess
import tarfile
from pathlib import Path

from django.conf import settings
from django.db import connection

from conference import embedded
from launch.servers import postgres_program
from tests.upgrade.facts import facts, write


def dump(folder: str) -> None:
    """`folder` holds the landing afterwards: database.sql.xz, files.tar.xz, facts.json and
    master-key, with which the secrets of the database are sealed.
    """
    out = Path(folder)
    out.mkdir(parents=True)
    write(facts(), out / "facts.json")
    (out / "master-key").write_text(embedded.master_key())
    connection.close()
    (out / "database.sql.xz").write_bytes(lzma.compress(as_sql(), preset=9 | lzma.PRESET_EXTREME))
    with tarfile.open(out / "files.tar.xz", "w:xz", preset=9) as archive:
        archive.add(settings.VAR_DIR / "files", ".", filter=nobodys)


def as_sql() -> bytes:
    found = connection.settings_dict
    command = [postgres_program("pg_dump"), "-h", found["HOST"], "-U", found["USER"]]
    command += ["--no-owner", "--no-privileges", found["NAME"]]
    return subprocess.run(command, capture_output=True, check=True).stdout


def nobodys(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    """The same bytes whoever packs them."""
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    return entry
