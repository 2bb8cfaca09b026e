"""What all bodies share. Texts are written as they are shown; numbers beside them are for charts and are never printed."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, Self

from markupsafe import Markup

from queries import formats
from queries.reports.bodies import svg

Tone = Literal["above", "below", "plain", "muted"]


@dataclass(frozen=True)
class Place:
    """A place on a stage of 1920 × 1080, in its pixels, with a name that is unique on the page.

    One that ``is_live`` is on a page of the dashboard: its parts say what they are where they are pointed at, and can be
    chosen by their codes.
    """

    width: float
    height: float
    name: str
    is_live: bool = False


@dataclass(frozen=True)
class Box:
    """A place on a slide of PowerPoint, in inches."""

    left: float
    top: float
    width: float
    height: float


class Body(ABC):
    """A body of a slide.

    ``share`` is its part of the width beside others; one that ``is_row`` stands across the slide above the others.
    """

    share: ClassVar[float] = 3.0
    is_row: ClassVar[bool] = False

    @property
    def heading(self) -> str:
        """What its card is called beside others; empty without one."""
        return ""

    @property
    @abstractmethod
    def words(self) -> str:
        """What it shows, for those who hear it."""

    @property
    @abstractmethod
    def title(self) -> str:
        """What it is, in a list of what slides hold."""

    @abstractmethod
    def markup(self, place: Place) -> Markup:
        """It on a page, as HTML."""

    @abstractmethod
    def add_to(self, slide: Any, box: Box) -> None:
        """It on a slide of PowerPoint, as objects that can be edited."""

    def pieces(self, place: Place) -> Sequence[Self]:  # noqa: ARG002 - of those that can be continued
        """It on as many slides as it needs where it stands alone."""
        return (self,)


class Picture(ABC):
    """What is drawn as SVG. ``widths`` are those it is drawn for on a page, of which the one that fits is shown."""

    widths: ClassVar[Sequence[float]] = (560.0, 780.0, 1120.0)

    @property
    @abstractmethod
    def words(self) -> str:
        """What it shows, for those who hear it."""

    @abstractmethod
    def svg(self, place: Place) -> str:
        """What is inside the frame of the drawing."""

    @abstractmethod
    def height_at(self, width: float) -> float:
        """How high it wants to be where it is so wide, on a page of the dashboard."""

    def live(self, name: str) -> list[tuple[float, Markup]]:
        """The drawing for a page of the dashboard, in each of the widths."""
        places = [Place(width, self.height_at(width), f"{name}{width:.0f}", is_live=True) for width in self.widths]
        return [
            (place.width, Markup(svg.picture(place.width, place.height, self.svg(place), self.words, {})))  # noqa: S704 - svg.py escapes
            for place in places
        ]


class Drawing(Picture, Body):
    """A body that a page shows as SVG."""

    def markup(self, place: Place) -> Markup:
        """The drawing in its frame."""
        drawn = svg.picture(place.width, place.height, self.svg(place), self.words, self.data())
        frame = Markup('<div class="picture" style="--w:{:.0f};--h:{:.0f}">{}</div>')
        return frame.format(place.width, place.height, Markup(drawn))  # noqa: S704 - svg.py escapes

    def data(self) -> dict[str, str]:
        """What the script of a page may know of the drawing."""
        return {}


def line_words(line: float) -> str:
    """What a line of the standard is called."""
    return f"达标线 {formats.number(line, 0)}"
