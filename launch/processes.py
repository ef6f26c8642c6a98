"""The command lines of the system's own processes: what `make run` and the tests start."""

from dataclasses import dataclass

from conference import embedded

VENV = embedded.ROOT / ".venv"
CELERY = ("-m", "celery", "-A", "conference.celery", "--quiet")


@dataclass(frozen=True)
class Workforce:
    """A worker of its own for some queues. `processes`: one more than the long work there takes.

    Long work never has the last process (`conference.leased_work.Lane`); more of them than the
    machine has cores cost little.
    """

    queues: tuple[str, ...]
    processes: int

    @property
    def name(self) -> str:
        return "-".join(self.queues)


PRINTING = Workforce(("print",), processes=6)
EVERYTHING_ELSE = Workforce(("default", "import"), processes=8)


def python(*arguments: str) -> list[str]:
    return [str(VENV / "bin/python"), *arguments]


def manage(*arguments: str) -> list[str]:
    return python("manage.py", *arguments)


def web(*, socket_number: int) -> list[str]:
    """The web server on a socket that is listening already: nobody can take the port between."""
    command = ["-m", "gunicorn", "conference.wsgi", "--bind", f"fd://{socket_number}"]
    command += ["--workers", "2", "--threads", "4", "--log-level", "warning"]
    command += ["--logger-class", "conference.requests.web_log.WebLog"]
    # Loaded once, for both; see `conference.site.first_request`.
    command += ["--preload"]
    # Its control socket would lie in the home folder, where two checkouts collide.
    return python(*command, "--no-control-socket")


def worker(workforce: Workforce, *, name: str = "", level: str = "warning") -> list[str]:
    """It meets no other worker, so it does not look for any."""
    command = [*CELERY, "worker", "--queues", ",".join(workforce.queues)]
    command += ["--concurrency", str(workforce.processes), "--loglevel", level]
    alone = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    return python(*command, "--hostname", f"{name or workforce.name}@dais", *alone)


def previews() -> list[str]:
    return manage("draw_previews")


def follower() -> list[str]:
    return manage("follow_published")


def scheduler() -> list[str]:
    command = [*CELERY, "beat", "--loglevel", "warning"]
    schedule = embedded.var_dir() / "beat-schedule"
    return python(*command, "--schedule", str(schedule), "--pidfile=")
