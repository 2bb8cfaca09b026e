"""What a slide can hold. Texts are written as they are shown; numbers beside them are for charts and are never printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Tone = Literal["above", "below", "plain", "muted"]


@dataclass(frozen=True)
class Figure:
    """One number to be read from the back row, and what it says."""

    label: str
    value: str
    note: str = ""
    tone: Tone = "plain"


@dataclass(frozen=True)
class Figures:
    """A few figures side by side."""

    items: tuple[Figure, ...]


@dataclass(frozen=True)
class Band:
    """A band and how many communities stand in it; ``position`` counts from 1 (best), 0 is 数据不足."""

    symbol: str
    name: str
    count: int
    position: int


@dataclass(frozen=True)
class Bands:
    """The communities by band, best first."""

    items: tuple[Band, ...]


@dataclass(frozen=True)
class Dimension:
    """A dimension against the line; ``score`` is None without data."""

    name: str
    score: float | None
    value: str
    change: str
    tone: Tone


@dataclass(frozen=True)
class Dimensions:
    """The dimensions as dots against the line."""

    items: tuple[Dimension, ...]
    line: float


@dataclass(frozen=True)
class MapUnit:
    """A reporting unit over the periods of a map: what is printed, and the class of its distance (−1 without data).

    ``name`` is the short one of the map, ``long_name`` the full one for those who hear the slide;
    ``is_subject`` is the unit the briefing is about.
    """

    code: str
    name: str
    host: str
    values: tuple[str, ...]
    classes: tuple[int, ...]
    long_name: str = ""
    is_subject: bool = False


@dataclass(frozen=True)
class CityMap:
    """All reporting units in one period or several, oldest first; ``boundaries`` is GeoJSON with ``code``.

    Units without a polygon are tiles beside it. ``legend`` are the words of the classes, lowest first.
    """

    periods: tuple[str, ...]
    units: tuple[MapUnit, ...]
    boundaries: Mapping[str, Any]
    line: float
    legend: tuple[str, ...]
    source: str


@dataclass(frozen=True)
class Series:
    """One shape of a radar; a score is None without data."""

    name: str
    scores: tuple[float | None, ...]
    values: tuple[str, ...]


@dataclass(frozen=True)
class Radar:
    """Dimensions of one area beside others; the first series is the one that is spoken of."""

    axes: tuple[str, ...]
    series: tuple[Series, ...]
    line: float


@dataclass(frozen=True)
class Goal:
    """What is to be reached, so many quarters after the last point of a trend."""

    name: str
    value: float
    quarters: int


@dataclass(frozen=True)
class Trend:
    """The total over the periods, oldest first; ``marks`` are ▲ or ▼ where the change is real, △ or ▽ where it is small."""

    periods: tuple[str, ...]
    scores: tuple[float | None, ...]
    values: tuple[str, ...]
    marks: tuple[str, ...]
    line: float
    goal: Goal | None = None


@dataclass(frozen=True)
class Column:
    """A column of a table; ``share`` of its width, of all columns together."""

    name: str
    share: float
    is_number: bool = False


@dataclass(frozen=True)
class Table:
    """A table that fits a slide: part ``part`` of ``parts``. ``tones`` has one entry per row and column."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    tones: tuple[tuple[Tone, ...], ...]
    part: int = 1
    parts: int = 1


@dataclass(frozen=True)
class Points:
    """A few sentences."""

    items: tuple[str, ...]


Body = Figures | Bands | Dimensions | CityMap | Radar | Trend | Table | Points


@dataclass(frozen=True)
class Slide:
    """One slide: a finding as its title, what shows it, and what may be said to it."""

    section: str
    title: str
    subtitle: str
    bodies: tuple[Body, ...]
    talk: tuple[str, ...] = ()
    seconds: int = 20


@dataclass(frozen=True)
class Briefing:
    """Slides in order, and what every one of them must say of its origin."""

    title: str
    area: str
    period: str
    nature: str
    is_demonstration: bool
    standard: str
    notice: str
    register_note: str
    data_until: str
    version: int
    slides: tuple[Slide, ...]
