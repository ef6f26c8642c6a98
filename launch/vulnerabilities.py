"""Known vulnerabilities of the pinned packages: asked where the source answers, said where not."""

import json
import subprocess

from conference.embedded import ROOT
from launch.commands import say, step
from launch.processes import VENV

PINS = ("requirements/run.txt", "requirements/installation.txt")
SECONDS = 300


def found_by_audit() -> list[str]:
    """Empty where nothing is known, and where nobody could be asked: then that is said."""
    step("pip-audit")
    command = [str(VENV / "bin/pip-audit"), "--disable-pip", "--require-hashes", "--format", "json"]
    command += ["--progress-spinner", "off", "--timeout", "5"]
    command += [part for pins in PINS for part in ("--requirement", pins)]
    try:
        done = subprocess.run(
            command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=SECONDS
        )
    except subprocess.TimeoutExpired:
        return told("")
    return told(done.stdout)


def told(output: str) -> list[str]:
    """What pip-audit wrote as JSON, in words."""
    try:
        packages = json.loads(output)["dependencies"]
    except (ValueError, KeyError):
        packages = []
    asked = [package for package in packages if "skip_reason" not in package]
    if not asked:
        say("    Its source does not answer here: nobody knows whether a package is vulnerable.")
        return []
    if len(asked) < len(packages):
        say(f"    {len(packages) - len(asked)} of {len(packages)} packages could not be asked for.")
    vulnerable = [package for package in asked if package["vulns"]]
    for package in vulnerable:
        names = ", ".join(vulnerability["id"] for vulnerability in package["vulns"])
        say(f"    {package['name']} {package['version']}: {names}")
    return ["pip-audit"] if vulnerable else []
