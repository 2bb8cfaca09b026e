"""HTML from templates (Jinja2): every text in it is escaped, what a template asks for has to be given."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup


@cache
def templates(folder: Path) -> Environment:
    """The templates of a folder; ``file(name)`` in one of them is a file beside it as it is."""
    found = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.globals["file"] = lambda name: Markup((folder / name).read_text(encoding="utf-8"))  # noqa: S704 - our own
    return found
