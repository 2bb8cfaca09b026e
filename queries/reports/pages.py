"""Pages that need no server: one file each, from a template beside its style and script; texts are escaped there."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from queries.scale import CLASS_COLOURS, CLASS_TEXT_COLOURS

FILES = Path(__file__).parent / "files"


@cache
def _templates() -> Environment:
    found = Environment(
        loader=FileSystemLoader(FILES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    found.globals["drawings"] = drawings
    found.globals["file"] = lambda name: Markup((FILES / name).read_text(encoding="utf-8"))  # noqa: S704 - our own
    return found


@cache
def drawings() -> Markup:
    """The style of drawings, with the colours of the one scale of the dashboard."""
    classes = "".join(
        f"svg .c{number} .ground,svg .swatch.c{number}{{fill:{ground}}}svg .c{number} text{{fill:{text};stroke:{ground}}}"
        f"svg .hollow.c{number} .ground{{fill:var(--card);stroke:{ground};stroke-width:8}}"
        for number, (ground, text) in enumerate(zip(CLASS_COLOURS, CLASS_TEXT_COLOURS, strict=True))
    )
    return Markup((FILES / "drawings.css").read_text(encoding="utf-8") + classes)  # noqa: S704 - our own


def rendered(name: str, **values: Any) -> str:  # noqa: ANN401
    """A template of the folder files, filled in."""
    return _templates().get_template(name).render(values)
