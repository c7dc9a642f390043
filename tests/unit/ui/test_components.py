"""Our components are found by Streamlit: in this checkout, and in what a user installs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from kg.ui.components import MANIFEST

ROOT = Path(__file__).resolve().parents[3]
SCAN = (
    "import json; from streamlit.components.v2.manifest_scanner import scan_component_manifests; "
    "print(json.dumps([[found.name, [one.name for one in found.components], str(root)] "
    "for found, root in scan_component_manifests()]))"
)


@pytest.fixture(scope="module")
def declared() -> list[dict[str, str]]:
    rows: list[dict[str, str]] = tomllib.loads(MANIFEST.read_text())["tool"]["streamlit"][
        "component"
    ]["components"]
    return rows


def test_each_component_has_its_folder(declared: list[dict[str, str]]) -> None:
    for row in declared:
        assert list((MANIFEST.parent / row["asset_dir"]).glob("*.js")), row


def test_streamlit_finds_them_in_an_installed_wheel(
    tmp_path: Path, declared: list[dict[str, str]]
) -> None:
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--skip-dependency-check"]
    subprocess.run([*build, "--outdir", tmp_path, ROOT], check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    site = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(site)
    scanned = subprocess.run(
        [sys.executable, "-c", SCAN],
        check=True,
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(site)},
    )
    found = {name: (names, root) for name, names, root in json.loads(scanned.stdout)}
    names, root = found["claimgraph"]
    assert names == [row["name"] for row in declared]
    assert Path(root) == site / "kg" / "ui" / "components"
    for row in declared:
        shipped = {one.name for one in (site / "kg/ui/components" / row["asset_dir"]).iterdir()}
        here = {one.name for one in (MANIFEST.parent / row["asset_dir"]).iterdir()}
        assert shipped == here


def test_what_is_ours_makes_no_markup_of_data(declared: list[dict[str, str]]) -> None:
    for row in declared:
        for script in (MANIFEST.parent / row["asset_dir"]).glob("*.js"):
            if not script.name.endswith(".min.js"):
                text = script.read_text(encoding="utf-8")
                for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write"):
                    assert word not in text, f"{script.name}: {word}"
