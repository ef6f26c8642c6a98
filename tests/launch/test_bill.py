import json
import re

import pytest

from conference import embedded
from launch import bill

ALL = ("run.txt", "installation.txt", "setup.txt", "test.txt")


def pins(*names: str) -> set[str]:
    """Addresses of all packages that these files pin."""
    text = "\n".join((embedded.ROOT / "requirements" / name).read_text() for name in names)
    pinned = re.findall(r"^([\w.-]+)(?:\[.*?\])?==([^\s\\]+)", text, re.MULTILINE)
    return {f"pkg:pypi/{name.lower()}@{version}" for name, version in pinned}


def test_bill_names_every_pin_with_what_set_up_demands_of_it() -> None:
    components = {each["purl"]: each for each in bill.bill()["components"]}
    lock = json.loads((embedded.ROOT / "package-lock.json").read_text())["packages"]
    needed = {purl for purl, each in components.items() if each["scope"] == "required"}
    python = {purl for purl in components if purl.startswith("pkg:pypi/")}

    assert python == pins(*ALL)
    assert needed & python == pins("run.txt", "installation.txt")
    assert len(components) - len(python) == len(lock) - 1
    assert "pkg:npm/%40fontsource-variable/noto-sans@" in " ".join(components)
    assert all(
        re.fullmatch("[0-9a-f]{64}|[0-9a-f]{128}", digest["content"])
        for each in components.values()
        for digest in each["hashes"]
    )
    assert [purl for purl, each in components.items() if not each["hashes"]] == []


def test_bill_is_the_same_every_time_and_names_no_place(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    bill.write()
    path = embedded.var_dir() / "sbom.cdx.json"
    first = path.read_bytes()
    bill.write()

    assert path.read_bytes() == first
    assert capsys.readouterr().out.endswith(f"The bill of materials is in {path}\n")
    assert str(embedded.ROOT) not in first.decode()
    assert re.search(r"https?://", first.decode()) is None


def test_bill_has_what_the_format_demands() -> None:
    found = bill.bill()

    assert (found["bomFormat"], found["specVersion"], found["version"]) == ("CycloneDX", "1.6", 1)
    assert re.fullmatch(
        r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", found["serialNumber"]
    )
    references = [each["bom-ref"] for each in found["components"]]
    assert len(set(references)) == len(references)
    assert found["dependencies"] == [{"ref": "dais", "dependsOn": references}]
