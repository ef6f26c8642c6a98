"""`make sbom`: a software bill of materials, from the pins alone, in CycloneDX 1.6 (ecma-424.org).

It names what set-up would install, with the hashes that it would demand, and nothing of this
machine: the same pins give the same bytes everywhere.
"""

import base64
import json
import re
import tomllib
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from conference.embedded import ROOT, var_dir
from launch.commands import say

PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s\\;]+)(.*(?:\n    .*)*)", re.MULTILINE)
SHA256 = re.compile(r"--hash=sha256:([0-9a-f]{64})")
SHA512 = "sha512-"
# What an installation runs with, and what is there only to set it up or to test it.
NEEDED, FURTHER = ("run.txt", "installation.txt"), ("setup.txt", "test.txt")

Component = dict[str, Any]


def write() -> None:
    path = var_dir() / "sbom.cdx.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(bill(), indent=1, ensure_ascii=False) + "\n")
    say(f"The bill of materials is in {path}")


def bill() -> dict[str, Any]:
    components = [*python_packages(), *npm_packages()]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    number = uuid.uuid5(uuid.NAMESPACE_OID, json.dumps(components, sort_keys=True))
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{number}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": "dais",
                "name": project["name"],
                "version": project["version"],
                "licenses": [{"license": {"id": project["license"]}}],
            }
        },
        "components": components,
        "dependencies": [{"ref": "dais", "dependsOn": [each["bom-ref"] for each in components]}],
    }


def python_packages() -> Iterator[Component]:
    """Each once: what several files pin is needed if one of them says so."""
    scopes: dict[str, str] = {}
    found: dict[str, Component] = {}
    for names, scope in ((NEEDED, "required"), (FURTHER, "excluded")):
        for name in names:
            for component in pinned(ROOT / "requirements" / name):
                reference = component["bom-ref"]
                scopes.setdefault(reference, scope)
                found.setdefault(reference, component)
    for reference in sorted(found):
        yield {**found[reference], "scope": scopes[reference]}


def pinned(requirements: Path) -> Iterator[Component]:
    for name, version, rest in PIN.findall(requirements.read_text()):
        hashes = [{"alg": "SHA-256", "content": digest} for digest in SHA256.findall(rest)]
        yield component(name.lower(), version, f"pkg:pypi/{name.lower()}@{version}", hashes)


def npm_packages() -> Iterator[Component]:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    for path, package in sorted(packages.items()):
        if not path:
            continue
        name = path.rpartition("node_modules/")[2]
        digest = base64.b64decode(package["integrity"].removeprefix(SHA512)).hex()
        address = f"pkg:npm/{quote(name, safe='/')}@{package['version']}"
        hashes = [{"alg": "SHA-512", "content": digest}]
        further = {"licenses": [{"expression": package["license"]}]} if "license" in package else {}
        scope = "excluded" if package.get("dev") else "required"
        yield component(name, package["version"], address, hashes) | further | {"scope": scope}


def component(name: str, version: str, address: str, hashes: list[dict[str, str]]) -> Component:
    return {
        "type": "library",
        "bom-ref": address,
        "name": name,
        "version": version,
        "purl": address,
        "hashes": hashes,
    }
