"""What the slides hold, as a plain list."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

from queries.reports.bodies.bands import Bands
from queries.reports.bodies.body import Body
from queries.reports.bodies.dots import Dots
from queries.reports.bodies.figures import Figures
from queries.reports.bodies.lines import Lines
from queries.reports.bodies.map import CityMap
from queries.reports.bodies.points import Points
from queries.reports.bodies.radar import Radar
from queries.reports.bodies.table import Table
from queries.reports.briefing import Slide
from queries.reports.orders import section_titles

_SECONDS_A_MINUTE = 60


def slide_list(slides: tuple[Slide, ...]) -> str:
    """An ordered list: number, title, section and what it shows."""
    rows = "".join(
        f"<li><b>{escape(slide.title)}</b><small>{escape(section_titles()[slide.section])} · {escape(contents(slide))}</small></li>"
        for slide in slides
    )
    return f'<ol class="slides">{rows}</ol>'


def contents(slide: Slide) -> str:
    """What a slide shows, in words."""
    return "、".join(_words(body) for body in slide.bodies) or "标题页"


def minutes(slides: tuple[Slide, ...]) -> int:
    """How long the slides stand when they change by themselves, in whole minutes, at least one."""
    return max(1, round(sum(slide.seconds for slide in slides) / _SECONDS_A_MINUTE))


def _words(body: Body) -> str:
    return _KINDS[type(body)](body)


_KINDS: dict[type[Any], Callable[[Any], str]] = {
    Figures: lambda body: f"{len(body.items)} 个数字",
    Bands: lambda _: "等次分布图",
    Dots: lambda _: "五维条形图",
    CityMap: lambda body: f"{len(body.units)} 个单位的地图",
    Radar: lambda _: "雷达图",
    Lines: lambda body: f"{len(body.periods)} 个季度的走势图",
    Table: lambda body: f"{len(body.rows)} 行的表格",
    Points: lambda body: f"{len(body.items)} 条要点",
}
