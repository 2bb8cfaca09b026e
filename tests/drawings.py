"""What a drawing says."""

from __future__ import annotations

import re

from queries.reports.bodies.body import Picture


def drawn(picture: Picture, width: float | None = None) -> str:
    """The drawing in one of its widths, the narrowest unless told."""
    sizes = dict(picture.live("x"))
    return str(sizes[width or min(sizes)])


def texts(content: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)", content)
