"""The command lines of the system's own processes: what `make run` and the tests start."""

from conference import embedded

VENV = embedded.ROOT / ".venv"
CELERY = ("-m", "celery", "-A", "conference.celery", "--quiet")
QUEUES = ("default", "print", "import")


def python(*arguments: str) -> list[str]:
    return [str(VENV / "bin/python"), *arguments]


def manage(*arguments: str) -> list[str]:
    return python("manage.py", *arguments)


def web(*, socket_number: int) -> list[str]:
    """The web server on a socket that is listening already: nobody can take the port between."""
    command = ["-m", "gunicorn", "conference.wsgi", "--bind", f"fd://{socket_number}"]
    command += ["--workers", "2", "--threads", "4", "--log-level", "warning"]
    # Its control socket would lie in the home folder, where two checkouts collide.
    return python(*command, "--no-control-socket")


def worker(*, name: str = "worker", level: str = "warning") -> list[str]:
    """One process for every queue. It meets no other worker, so it does not look for any."""
    command = [*CELERY, "worker", "--queues", ",".join(QUEUES)]
    alone = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    return python(
        *command, "--concurrency", "2", "--loglevel", level, "--hostname", f"{name}@dais", *alone
    )


def scheduler() -> list[str]:
    command = [*CELERY, "beat", "--loglevel", "warning"]
    schedule = embedded.var_dir() / "beat-schedule"
    return python(*command, "--schedule", str(schedule), "--pidfile=")
