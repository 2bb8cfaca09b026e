"""Pages that need no server: one file each, from a template beside its style and script."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from queries.scale import CLASS_COLOURS, CLASS_TEXT_COLOURS
from queries.templates import templates

FILES = Path(__file__).parent / "files"


@cache
def _templates() -> Environment:
    found = templates(FILES)
    found.globals["drawings"] = drawings
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
