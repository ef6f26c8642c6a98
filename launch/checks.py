"""`make check` reads, `make fix` writes, `make test` is everything that CI asks."""

import os
import secrets
import subprocess
from collections.abc import Mapping

from conference import embedded
from launch import assets, libraries, packages
from launch.commands import show, step
from launch.errors import LaunchError
from launch.processes import VENV, manage, python
from launch.vulnerabilities import found_by_audit

# What an installation behind TLS sets; nothing is connected to.
INSTALLATION = {
    "DATABASE_URL": "postgresql://dais@database.example/dais",
    "REDIS_URL": "redis://broker.example/0",
    "ALLOWED_HOSTS": "dais.example",
    "TRUSTED_PROXIES": "1",
    "SECRET_KEY": secrets.token_urlsafe(50),
    "MASTER_KEYS": f"checked:{secrets.token_urlsafe(32)}",
}
# No database runs while migrations are compared with models; none is needed.
WITHOUT_DATABASE = {"PYTHONWARNINGS": "ignore:Got an error checking a consistent migration"}


def tool(name: str, *arguments: str) -> list[str]:
    return [str(VENV / "bin" / name), *arguments]


def prepare() -> None:
    """Whatever a test may need is there afterwards, on a fresh checkout too."""
    with packages.one_set_up_at_a_time():
        packages.install(packages.Kind.TEST)
        libraries.require_pango()
        libraries.require_browser()
        assets.assemble()


def test() -> None:
    """The checks and all tests."""
    prepare()
    failed = found_by_checks()
    step("pytest")
    # Two processes for two cores; each has its own database and broker. Files come as chance has
    # put them: largest first would be one order for ever.
    pytest = python("-m", "pytest", "-n", "2", "--dist", "loadfile", "--no-loadscope-reorder")
    if show(pytest):
        failed.append("pytest")
    refuse(failed)


def check() -> None:
    """All that reads, and what has become known of the pinned packages since they were pinned."""
    packages.install_for_tests()
    refuse(found_by_checks() + found_by_audit())


def refuse(failed: list[str]) -> None:
    if failed:
        raise LaunchError(f"Problems were found by: {', '.join(failed)}.")


def found_by_checks() -> list[str]:
    """Names of those that found something. Every one runs: one look shows all there is to mend."""
    settings = manage("check", "--deploy", "--fail-level", "WARNING")
    migrations = manage("makemigrations", "--check", "--dry-run")
    checks: list[tuple[str, list[str], Mapping[str, str]]] = [
        ("ruff format", tool("ruff", "format", "--check", "--quiet"), {}),
        ("ruff check", tool("ruff", "check", "--quiet"), {}),
        ("mypy", tool("mypy", "--no-error-summary", "."), {}),
        ("import layers", tool("lint-imports", "--no-logo"), {}),
        ("templates", tool("djlint", "templates", "--lint", "--quiet"), {}),
        ("migrations", migrations, WITHOUT_DATABASE),
        ("settings of an installation", settings, INSTALLATION),
    ]
    return [name for name, command, variables in checks if not passes(name, command, variables)]


def fix() -> None:
    """What tools can mend is mended afterwards."""
    packages.install_for_tests()
    for command in (
        tool("ruff", "check", "--fix", "--quiet"),
        tool("ruff", "format", "--quiet"),
    ):
        subprocess.call(command, cwd=embedded.ROOT)


def passes(name: str, command: list[str], variables: Mapping[str, str]) -> bool:
    """The name is printed, and what the tool says if it finds something."""
    step(name)
    done = subprocess.run(
        command,
        cwd=embedded.ROOT,
        env=os.environ | variables,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        print(done.stdout, flush=True)
    return done.returncode == 0
