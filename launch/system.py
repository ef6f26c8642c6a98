"""`make run`: the whole system in the foreground, from nothing to the printed address."""

import errno
import fcntl
import http.client
import os
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from conference import embedded
from launch import assets, demonstration, libraries, packages, processes, stamps
from launch.commands import say, step
from launch.demonstration import cluster_identity
from launch.errors import LaunchError, Stopped
from launch.servers import Postgres, Valkey, await_ready, dying_with_us
from launch.supervisor import Kind, Supervisor, keep_quiet

FIRST_PORT, LAST_PORT = 8000, 8099
READY_SECONDS = 120
BADGES = "Badges: "
WORKERS = {"printing": processes.PRINTING, "worker": processes.EVERYTHING_ELSE}


def set_up() -> None:
    """A checkout is ready for an installation with servers of its own; none is started here."""
    with packages.one_set_up_at_a_time():
        set_up_for(packages.Kind.INSTALLATION)
    say("Dais is set up. For the next steps see README.md, How to run it for real.")


def set_up_for(kind: packages.Kind) -> None:
    packages.install(kind)
    libraries.require_pango()
    # What is written from here on is nobody else's. Folders may be passed through: PostgreSQL,
    # which does not run as root, lies below them.
    os.umask(0o066)
    assets.assemble()
    assets.collect()


def run() -> None:
    """Returns when a signal has stopped the running system."""
    with alone_in_folder():
        demonstration.refuse_to_empty()
        with packages.one_set_up_at_a_time():
            set_up_for(packages.Kind.RUN)
        listener = listening_socket()
        supervisor = Supervisor()
        try:
            start_servers(supervisor)
            prepare(supervisor)
            start_apps(supervisor, listener)
            tell(listener)
            if is_embedded() and not demonstration.is_left_out():
                publish_badges(supervisor)
            with suppress(Stopped):
                while True:
                    supervisor.look_after(seconds=1)
        finally:
            say("Stopping …")
            supervisor.stop()


def reset() -> None:
    """Only what `make run` has filled in by itself, and only while it is stopped."""
    if not is_embedded():
        raise LaunchError(
            "The demonstration is only in the embedded database, and DATABASE_URL names another:"
            " nothing was changed."
        )
    with alone_in_folder():
        demonstration.reset()


@contextmanager
def alone_in_folder() -> Iterator[None]:
    """Two systems on one database folder would destroy it."""
    folder = embedded.var_dir()
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "run.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise LaunchError(
                f"Dais is running already in {folder} (process {lock.read().strip()})."
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def is_embedded() -> bool:
    return not os.environ.get("DATABASE_URL")


def listening_socket() -> socket.socket:
    """On PORT, or the first free port from 8000 on; never reachable from other machines."""
    fixed = os.environ.get("PORT")
    if fixed and not (fixed.isdigit() and int(fixed) < 65536):
        raise LaunchError(f"PORT must be a number below 65536, not {fixed}.")
    for port in [int(fixed)] if fixed else range(FIRST_PORT, LAST_PORT + 1):
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
        except OSError as error:
            listener.close()
            if error.errno == errno.EACCES:
                raise LaunchError(f"Port {port} may not be used by this user.") from None
            continue
        if answers_beside(port):
            listener.close()
            continue
        listener.listen(128)
        return listener
    if fixed:
        raise LaunchError(f"Port {fixed} is in use: stop what uses it, or choose another PORT.")
    raise LaunchError(f"Every port from {FIRST_PORT} to {LAST_PORT} is in use: choose a PORT.")


def answers_beside(port: int) -> bool:
    """Something else listens where a browser looks for `localhost` first."""
    with suppress(OSError), socket.create_connection(("::1", port), timeout=1):
        return True
    return False


def start_servers(supervisor: Supervisor) -> None:
    if is_embedded():
        postgres = Postgres()
        start_server(supervisor, postgres, kind=Kind.SERVER, stop=signal.SIGINT)
        postgres.create_database()
    if not os.environ.get("REDIS_URL"):
        start_server(supervisor, Valkey(), kind=Kind.SPARE_SERVER, stop=signal.SIGTERM)


def start_server(
    supervisor: Supervisor, server: Postgres | Valkey, *, kind: Kind, stop: signal.Signals
) -> None:
    """What a server says is told only when it does not start or ends."""
    server.prepare()
    child = supervisor.start(server.title, server.command(), kind=kind, stop=stop, hears=keep_quiet)

    def said() -> str:
        supervisor.drain(child)
        return child.said()

    await_ready(server, child.process, said)


def prepare(supervisor: Supervisor) -> None:
    """Tables, States and organizations and, in a new embedded database, the demonstration."""
    var = embedded.var_dir()
    migrations = migrations_digest()
    if not (is_embedded() and stamps.is_current(var / "migrations.stamp", migrations)):
        step("Preparing the database")
        one_shot(supervisor, "migrate", "--no-input", "--verbosity", "0")
        stamps.write(var / "migrations.stamp", migrations)
    if is_embedded():
        seed = partial(one_shot, supervisor, "seed_demo", "--today", hears=say)
        demonstration.fill(seed, today=demonstration.today())
    # After the demonstration, which loads them on the day of its first conference.
    reference = reference_digest()
    if not (is_embedded() and stamps.is_current(var / "reference.stamp", reference)):
        step("Bringing countries and organizations up to date")
        one_shot(supervisor, "load_reference_data", hears=say)
        stamps.write(var / "reference.stamp", reference)


def migrations_digest() -> str:
    folders = sorted(embedded.ROOT.glob("*/migrations"))
    pins = embedded.ROOT / "requirements/run.txt"
    return stamps.digest(stamps.tree_digest(folders, "*.py"), pins, cluster_identity())


def reference_digest() -> str:
    files = stamps.tree_digest([embedded.ROOT / "delegates/data"], "*.csv")
    return stamps.digest(files, cluster_identity())


def one_shot(
    supervisor: Supervisor,
    *arguments: str,
    hears: Callable[[str], None] = keep_quiet,
) -> None:
    command = dying_with_us(processes.manage(*arguments), by=signal.SIGTERM)
    supervisor.wait(supervisor.start(arguments[0], command, kind=Kind.ONE_SHOT, hears=hears))


def start_apps(supervisor: Supervisor, listener: socket.socket) -> None:
    step("Starting the web server, the workers and the scheduler")
    number = listener.fileno()
    address = {"PUBLIC_URL": os.environ.get("PUBLIC_URL") or address_of(listener)}
    web = dying_with_us(processes.web(socket_number=number), by=signal.SIGTERM)
    supervisor.start("web", web, kind=Kind.APP, environment=address, pass_fds=[number])
    for title, workforce in WORKERS.items():
        # Told to end in order, an orphaned worker would wait for its tasks; killed, it loses
        # nothing, and Celery has told the kernel to end its children with it.
        worker = dying_with_us(processes.worker(workforce), by=signal.SIGKILL)
        environment = root_worker() | address
        supervisor.start(title, worker, kind=Kind.APP, environment=environment)
    previews = dying_with_us(processes.previews(), by=signal.SIGTERM)
    supervisor.start("previews", previews, kind=Kind.APP)
    follower = dying_with_us(processes.follower(), by=signal.SIGTERM)
    supervisor.start("follower", follower, kind=Kind.APP)
    scheduler = dying_with_us(processes.scheduler(), by=signal.SIGTERM)
    supervisor.start("scheduler", scheduler, kind=Kind.APP)
    supervisor.wait_until(
        lambda: answers(listener),
        seconds=READY_SECONDS,
        otherwise="The web server does not answer.",
    )


def root_worker() -> dict[str, str]:
    """Celery warns root at every start; a machine with only root has no choice."""
    if os.geteuid() != 0:
        return {}
    return {"PYTHONWARNINGS": "ignore:You're running the worker with superuser"}


def answers(listener: socket.socket) -> bool:
    port = listener.getsockname()[1]
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=1)
    try:
        connection.request("GET", "/")
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


def address_of(listener: socket.socket) -> str:
    """By name: browsers let a passkey be made for a name only, and a camera be used."""
    return f"http://localhost:{listener.getsockname()[1]}"


def tell(listener: socket.socket) -> None:
    address = f"{address_of(listener)}/"
    say(f"\nDais is running at {address} (Ctrl-C stops it)")
    if is_embedded():
        demonstration.tell(address, today=demonstration.today())
    say("")


def publish_badges(supervisor: Supervisor) -> None:
    """Prints where the demonstration's badges are; the first time a worker makes them first."""
    stamp = embedded.var_dir() / "badges.stamp"
    known = stamp.read_text().split("\n") if stamp.exists() else []
    if known[:1] == [cluster_identity()] and Path(known[1]).exists():
        say(f"{BADGES}{known[1]}")
        return

    def hear(line: str) -> None:
        if line.startswith(BADGES):
            stamps.write(stamp, f"{cluster_identity()}\n{line.removeprefix(BADGES)}")
        say(line)

    command = dying_with_us(processes.manage("demo_badges"), by=signal.SIGTERM)
    supervisor.start("demonstration of badges", command, kind=Kind.ONE_SHOT, hears=hear)
