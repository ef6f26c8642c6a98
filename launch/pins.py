"""`make pins`: compiles the requirements files from pyproject.toml, and npm's lock file."""

from launch import packages
from launch.commands import run, step
from launch.packages import npm, npm_environment, uv_environment
from launch.processes import VENV

FILES = {
    "setup.txt": ["--group", "setup"],
    "run.txt": ["pyproject.toml", "--group", "npm", "--group", "embedded"],
    "installation.txt": [
        *("pyproject.toml", "--extra", "s3", "--group", "npm"),
        *("--constraint", "requirements/run.txt"),
    ],
    "test.txt": [
        *("pyproject.toml", "--group", "npm", "--group", "embedded", "--group", "test"),
        *("--constraint", "requirements/run.txt"),
    ],
}


def compile_all() -> None:
    """Existing pins stay where they still fit: delete a file first to take newer versions."""
    with packages.one_set_up_at_a_time():
        packages.make_environment()
        for name, inputs in FILES.items():
            step(f"requirements/{name}")
            uv = [str(VENV / "bin/uv"), "pip", "compile", *inputs]
            uv += ["--generate-hashes", "--no-header", "--python-version", "3.11", "--quiet"]
            uv += ["--output-file", f"requirements/{name}"]
            run(f"requirements/{name} could not be made", uv, environment=uv_environment())
        packages.install_python_packages(packages.Kind.RUN)
        step("package-lock.json")
        lock = [*npm(), "install", "--package-lock-only", "--ignore-scripts"]
        run("package-lock.json could not be made", lock, environment=npm_environment())
