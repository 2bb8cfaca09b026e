"""Pages that need no server: one file each, from a template beside its style and script; texts are escaped there."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

FILES = Path(__file__).parent / "files"


@cache
def _templates() -> Environment:
    found = Environment(
        loader=FileSystemLoader(FILES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    found.globals["file"] = lambda name: Markup((FILES / name).read_text(encoding="utf-8"))  # noqa: S704 - our own
    return found


def rendered(name: str, **values: Any) -> str:  # noqa: ANN401
    """A template of the folder files, filled in."""
    return _templates().get_template(name).render(values)
