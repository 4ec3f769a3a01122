"""What others wrote and we ship: known versions, licences, unchanged files."""

import base64
import hashlib
import json
from pathlib import Path

import pytest

VENDOR = Path("cms/static/vendor")
PACKAGES = json.loads((VENDOR / "manifest.json").read_text(encoding="utf-8"))
FILES = [(name, told) for package in PACKAGES for name, told in package["files"].items()]


@pytest.mark.parametrize(("name", "told"), FILES)
def test_vendored_file_is_the_one_the_manifest_tells(name, told):
    digest = hashlib.sha512((VENDOR / name).read_bytes()).digest()

    assert told == f"sha512-{base64.b64encode(digest).decode()}"


def test_every_vendored_file_stands_in_the_manifest():
    found = {str(path.relative_to(VENDOR)) for path in VENDOR.rglob("*.*") if path.is_file()}

    assert found - {"manifest.json"} <= {name for name, _told in FILES}


def test_every_package_carries_its_licence():
    for package in PACKAGES:
        assert any("LICENSE" in name or "OFL" in name for name in package["files"]), package
