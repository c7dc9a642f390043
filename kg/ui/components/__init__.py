"""Components of our own: JavaScript in the browser, and how the app mounts it.

Each is a folder here and a row of ``pyproject.toml``. Streamlit finds that manifest among the
files of an installed distribution. In a checkout that is installed in place it does not look
for it, since the package (kg) is not called like the distribution; so it is handed over here.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, Final

import streamlit as st
from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager
from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest
from streamlit.components.v2.types import ComponentRenderer

MANIFEST: Final = Path(__file__).with_name("pyproject.toml")


def component(name: str, *, js: str, css: str | None = None) -> ComponentRenderer:
    """Return what mounts a component of the manifest; call it within a script run.

    ``js`` and ``css`` name files in the component's folder; the script may import others that
    lie beside it.
    """
    manifest = _manifest()
    manager = get_bidi_component_manager()
    full = f"{manifest.name}.{name}"
    if manager.get_component_asset_root(full) is None:
        manager.register_from_manifest(manifest, MANIFEST.parent)
    return st.components.v2.component(full, js=js, css=css)


def _manifest() -> ComponentManifest:
    read = tomllib.loads(MANIFEST.read_text(encoding="utf-8"))
    project: dict[str, str] = read["project"]
    rows: list[dict[str, Any]] = read["tool"]["streamlit"]["component"]["components"]
    components = [ComponentConfig.from_dict(row) for row in rows]
    return ComponentManifest(project["name"], "", components)
