"""The palette of the light and the dark screen; the scale of colours is :mod:`queries.scale`.

Colours also stand in theme.css and .streamlit/config.toml, which cannot read Python.
"""

from __future__ import annotations

from dataclasses import dataclass

from pages.shared.formats import is_missing
from queries.scale import (
    BROWN,
    CHANGES,
    CLASS_COLOURS,
    CLASS_TEXT_COLOURS,
    DEEP_TEAL,
    NO_DATA,
    POINTS,
    SAND,
    TEAL,
    Scale,
    relative_scale,
    rgb,
)

__all__ = [
    "BROWN",
    "CHANGES",
    "CLASS_COLOURS",
    "CLASS_TEXT_COLOURS",
    "DARK",
    "DEEP_TEAL",
    "FONT_FAMILY",
    "LIGHT",
    "NO_DATA",
    "POINTS",
    "SAND",
    "TEAL",
    "Palette",
    "Scale",
    "palette",
    "relative_scale",
    "rgb",
    "tint",
]

FONT_FAMILY = '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif'


@dataclass(frozen=True)
class Palette:
    """What differs between the light and the dark screen."""

    ink: str
    muted: str
    track: str
    surface: str
    above: str
    below: str
    bands: tuple[str, ...]
    band_texts: tuple[str, ...]
    no_band: str
    tint: float  # how much of a class's colour a cell bears with its ink still 4.5 : 1 before it

    def band_text(self, position: float | None) -> str:
        """The colour of a band's words by its position from 1 (best); muted where there is none."""
        return (
            self.muted if is_missing(position) else self.band_texts[min(int(position or 0), len(self.band_texts)) - 1]
        )


LIGHT = Palette(
    ink="#1F2A37",
    muted="#6B7280",
    track="#E5E8EE",
    surface="#FFFFFF",
    above=DEEP_TEAL,
    below=BROWN,
    bands=(DEEP_TEAL, TEAL, SAND, BROWN),
    band_texts=(DEEP_TEAL, "#22807A", "#8A6A1F", BROWN),
    no_band="#C9CED6",
    tint=0.5,
)
DARK = Palette(
    ink="#E7ECF2",
    muted="#9AA6B4",
    track="#2B3846",
    surface="#18222D",
    above=TEAL,
    below=SAND,
    bands=("#1F7F77", TEAL, SAND, "#A8651F"),
    band_texts=("#4FC0B5", TEAL, SAND, "#D08A45"),
    no_band="#4B5866",
    tint=0.35,
)


def palette(theme_type: str | None) -> Palette:
    """The palette of the viewer's theme (``st.context.theme.type``)."""
    return DARK if theme_type == "dark" else LIGHT


def tint(number: int, palette: Palette) -> str:
    """A class's colour as the ground of a table cell: mixed with the surface, so that a wall of cells stays calm."""
    pairs = zip(rgb(CLASS_COLOURS[number])[:3], rgb(palette.surface)[:3], strict=True)
    return "#" + "".join(
        f"{round(palette.tint * colour + (1 - palette.tint) * ground):02X}" for colour, ground in pairs
    )
