"""Where this checkout keeps its data, its embedded servers and its random secrets.

Read by the settings and, before any virtual environment exists, by `launch`: standard library
only. Everything lives under VAR_DIR, `var/` in the checkout unless the environment names another
folder, so that two checkouts on one machine share nothing.
"""

import fcntl
import hashlib
import json
import os
import secrets
import stat
import string
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent

DATABASE_NAME = "dais"
DATABASE_USER = "dais"


class SignIn(NamedTuple):
    """One of the demonstration's people: an invented name, what they do, and where on the site."""

    name: str
    does: str
    door: str = "admin/"


# Reserved for examples (RFC 2606): no installation has people there.
OF_DEMONSTRATION = "@dais.example"
MAKER = "maker@dais.example"
BADGE_DESK = "badgedesk@dais.example"
OFFICER = "officer@dais.example"
FOCAL_POINT = "focalpoint@dais.example"
SIGN_INS = {
    "organizer@dais.example": SignIn("Nadia Berrahou", "organizes the one that opens tomorrow"),
    OFFICER: SignIn("Samir Oulahcen", "decides who may attend the one that opens tomorrow"),
    BADGE_DESK: SignIn("Tomás Herrero", "prints badges at the desk, of all three"),
    MAKER: SignIn("Helen Ashworth", "may create conferences, and organizes all three"),
    "organizer2018@dais.example": SignIn("Farzona Odinazoda", "organized that of 2018"),
    "organizer2022@dais.example": SignIn("Daler Hakimzoda", "organized that of 2022"),
    FOCAL_POINT: SignIn("Inês Rebelo", "registers four delegations", "en/registration/"),
}

# A Unix socket's path, its final NUL included, has 108 bytes (unix(7)).
SOCKET_PATH_BYTES = 107
POSTGRES_SOCKET_NAME = ".s.PGSQL.5432"


class UnsafeFolderError(RuntimeError):
    """A folder that must be private is not: somebody else could read or replace what is in it."""


def var_dir() -> Path:
    return Path(os.environ.get("VAR_DIR") or ROOT / "var").resolve()


def postgres_data_dir() -> Path:
    return var_dir() / "postgres"


def postgres_socket_dir() -> Path:
    return socket_dir("postgres", longest_name=POSTGRES_SOCKET_NAME)


def valkey_socket() -> Path:
    name = "valkey.sock"
    return socket_dir("valkey", longest_name=name) / name


def preview_socket() -> Path:
    name = "preview.sock"
    return socket_dir("preview", longest_name=name) / name


def socket_dir(server: str, *, longest_name: str) -> Path:
    """A folder whose sockets have short enough paths: in var, else under /tmp by var's hash."""
    var = var_dir()
    inside = var / f"{server}-socket"
    if len(os.fsencode(inside / longest_name)) <= SOCKET_PATH_BYTES:
        return inside
    name = f"dais-{hashlib.sha256(os.fsencode(var)).hexdigest()[:16]}-{server}"
    return Path("/tmp") / name  # noqa: S108 - make_private refuses what others prepared


def make_private(folder: Path, *, uid: int, gid: int) -> None:
    """The folder exists afterwards, is this user's alone and is no link laid by somebody else."""
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
        if uid != os.geteuid():
            os.chown(folder, uid, gid)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != uid or found.st_mode & 0o077:
        raise UnsafeFolderError(
            f"{folder} should be a folder that only its user can open, and is not."
        )


def database_url() -> str:
    """No password: only this user can reach the socket."""
    host = quote(str(postgres_socket_dir()), safe="/")
    return f"postgresql://{DATABASE_USER}@/{DATABASE_NAME}?host={host}"


def redis_url() -> str:
    return f"unix://{quote(str(valkey_socket()), safe='/')}?db=0"


def secret_key() -> str:
    """The embedded installation's SECRET_KEY: random at first use, the same from then on."""
    return kept("secret-key", secrets.token_urlsafe(50))


def master_key() -> str:
    """The embedded installation's own: with it in `var/`, a dump of the database holds none."""
    return kept("master-key", f"embedded:{secrets.token_urlsafe(32)}")


def demo_passwords() -> dict[str, str]:
    """Passwords of the demonstration's users by e-mail address, random per checkout.

    Those of a checkout that knew fewer people stay as they were drawn then; whoever came since is
    added. Several processes that ask at once take turns: all read what the first has drawn.
    """
    path = var_dir() / "demo-sign-ins.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    with locked(path.with_name(".demo-sign-ins.lock")):
        known = read(var_dir() / "demo-passwords.json") | read(path)
        passwords = {address: known.get(address) or password() for address in SIGN_INS}
        if read(path) != passwords:
            written_aside(path, json.dumps(passwords, indent=1)).replace(path)
    return passwords


def read(path: Path) -> dict[str, str]:
    found: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    return found


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Whoever else asks for it waits until it is let go."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def written_aside(path: Path, content: str) -> Path:
    """Whole, for its user alone, and ready to be put into the place of `path`."""
    aside = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    aside.touch(mode=0o600, exist_ok=False)
    aside.write_text(content)
    return aside


def password() -> str:
    """Four groups of four letters and digits without look-alikes: nearly 80 bits, easily typed."""
    alphabet = sorted(set(string.ascii_lowercase + string.digits) - set("01ilo"))
    return "-".join("".join(secrets.choice(alphabet) for _ in range(4)) for _ in range(4))


def kept(name: str, drawn: str) -> str:
    """The content of var's private file of that name; `drawn` becomes it if there is none.

    Written aside and linked into place: of two processes that draw at once one wins whole, and
    both read the winner's.
    """
    path = var_dir() / name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        aside = written_aside(path, drawn)
        with suppress(FileExistsError):
            path.hardlink_to(aside)
        aside.unlink()
    return path.read_text()
