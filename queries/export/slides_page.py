"""A briefing as one HTML file that is projected and played by keyboard or clicker: no request leaves it.

The stage is 1920 × 1080 and scales to any screen; slides.css says how it looks and slides.js how it is played. Where
something stands is decided here: every body gets a place in pixels of that stage, and what does not fit is continued on a
further slide, never cut.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import pairwise
from pathlib import Path

from queries import formats
from queries.briefing.model import (
    Bands,
    Body,
    Briefing,
    CityMap,
    Dimensions,
    Figure,
    Figures,
    Points,
    Radar,
    Slide,
    Table,
    Trend,
)
from queries.export.drawings import SMALLEST, width_of, wrapped
from queries.export.map_drawing import city_map
from queries.export import drawings
from queries.scale import CLASS_COLOURS, CLASS_TEXT_COLOURS

WIDTH, HEIGHT = 1776.0, 752.0  # of the place of the bodies
_GAP = 28.0
_FIGURES = 236.0  # the height of a row of figures above other bodies
_PADDING, _HEADING = 64.0, 44.0  # of a card
_SHARES: dict[type[Body], float] = {Bands: 2.0, Dimensions: 3.0, Radar: 3.0, CityMap: 4.0, Table: 4.0}
_TITLE_STEPS = (28, 35, 78, 96, 156)  # Chinese characters from which on a title is set smaller
_TABLE_SIZES = (
    (36, 17),
    (33, 15),
    (30, 15),
    (30, 11),
    (28, 9),
    (26, 7),
    (24, 6),
)  # type and padding, the first that fits
_POINT_SIZES = (40, 36, 32, 28, 24)
_CELL_PADDING, _AFTER_NUMBER = 28.0, 20.0  # of a cell, and more to the left of a text that follows a number
_RADAR_ROWS, _FULL_SHARE = 1.5, 100.0
_KEYS = (
    ("→ PageDown 空格", "下一页"),
    ("← PageUp", "上一页"),
    ("Home End", "第一页 / 最后一页"),
    ("数字 回车", "跳到这一页"),
    ("P", "暂停 / 继续"),
    ("R", "自动播放 开 / 关"),
    ("B", "黑屏"),
    ("D", "深色 / 浅色"),
    ("F", "全屏"),
    ("Esc", "退出投影"),
)
_BUTTONS = (
    ("back", "‹", "上一页"),
    ("next", "›", "下一页"),
    ("pause", "‖", "暂停或继续"),
    ("full", "⛶", "全屏"),
    ("help", "?", "按键说明"),
    ("leave", "✕", "退出投影"),
)
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; base-uri 'none'"
_BESIDE = Path(__file__).parent


@dataclass(frozen=True)
class _Place:
    """Where a body stands: its width and height, and a name that is unique on the page."""

    width: float
    height: float
    name: str


def slides_html(briefing: Briefing, *, home: str) -> str:
    """The whole file.

    Args:
        briefing: What is shown.
        home: Where Esc leads when nobody came from another page; relative, so that the file is the same everywhere.
    """
    slides = [part for slide in briefing.slides for part in _fitting(slide)]
    sections = "".join(_section(briefing, slide, number, len(slides)) for number, slide in enumerate(slides, start=1))
    title = f"{briefing.title} · {briefing.area} · {briefing.period}"
    return (
        '<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">'
        f"<title>{escape(title)}</title><style>{_style()}</style></head>\n"
        f'<body data-home="{escape(home)}"><main class="stage">\n{sections}{_controls()}</main>'
        '<p class="said" role="status" aria-live="polite"></p>'
        f"<script>{_read('slides.js')}</script></body></html>\n"
    )


def notice_html(title: str, text: str, links: Sequence[tuple[str, str]]) -> str:
    """A page that says why nothing is projected and where to go: ``links`` are words and addresses."""
    lines = "".join(f"<p>{escape(line)}</p>" for line in text.splitlines())
    ways = "".join(f'<a href="{escape(address)}">{escape(words)}</a>' for words, address in links)
    return (
        '<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">'
        f"<title>{escape(title)}</title><style>{_style()}</style></head>\n"
        f'<body><main class="notice"><h1>{escape(title)}</h1>{lines}<nav aria-label="去处">{ways}</nav></main></body></html>\n'
    )


def _read(name: str) -> str:
    return (_BESIDE / name).read_text(encoding="utf-8")


def _style() -> str:
    """The style sheet, after the colours of the one scale of the dashboard."""
    classes = "".join(
        f"--c{number}:{ground};--t{number}:{text};"
        for number, (ground, text) in enumerate(zip(CLASS_COLOURS, CLASS_TEXT_COLOURS, strict=True))
    )
    rules = "".join(
        f".c{number} .ground,.swatch.c{number}{{fill:var(--c{number})}}"
        f".c{number} text{{fill:var(--t{number});stroke:var(--c{number})}}"
        for number in range(len(CLASS_COLOURS))
    )
    return f":root{{{classes}}}{_read('slides.css')}{rules}"


def _section(briefing: Briefing, slide: Slide, number: int, count: int) -> str:
    """One slide with everything that stands on every slide."""
    watermark = f'<div class="watermark" aria-hidden="true"><span>{escape(briefing.nature)}</span></div>'
    watermark = watermark if briefing.is_demonstration else ""
    content = _cover(briefing, slide) if not slide.bodies else _page(slide, f"s{number}")
    label = f"第 {number} 页，共 {count} 页：{slide.title}"
    kind = "slide cover" if not slide.bodies else "slide"
    return (
        f'<section class="{kind}" id="slide-{number}" aria-label="{escape(label)}" data-seconds="{slide.seconds}">'
        f'{content}{watermark}<footer><span>{escape(_footer(briefing))}</span><b class="place">{number} / {count}</b></footer>'
        "</section>\n"
    )


def _footer(briefing: Briefing) -> str:
    """What every slide says of its origin, in one line."""
    short = re.split("[：:，。；]", briefing.notice, maxsplit=1)[0].strip()
    standard = briefing.standard if not short or short in briefing.standard else f"{briefing.standard}（{short}）"
    until = f"数据截至 {briefing.data_until}"
    return " · ".join([briefing.area, briefing.period, standard, until, f"第 {briefing.version} 版"])


def _title(slide: Slide) -> str:
    size = sum(width_of(slide.title, 1) > step for step in _TITLE_STEPS) + 1
    return f'<h1 class="t{size}">{escape(slide.title)}</h1>'


def _cover(briefing: Briefing, slide: Slide) -> str:
    """The title in the middle, calm; below it the period and what the numbers are."""
    nature = f'<p class="nature">{escape(briefing.nature)}</p>' if briefing.is_demonstration else ""
    return (
        f'<div class="face"><p class="kicker">{escape(briefing.title)}</p>{_title(slide)}<i class="rule"></i>'
        f'<p class="when">{escape(slide.subtitle)}</p>{nature}</div>'
    )


def _page(slide: Slide, name: str) -> str:
    subtitle = f'<p class="subtitle">{escape(slide.subtitle)}</p>' if slide.subtitle else ""
    return f'<header>{_title(slide)}{subtitle}</header><div class="body">{_bodies(slide.bodies, name)}</div>'


def _bodies(bodies: Sequence[Body], name: str) -> str:
    """The bodies of a slide: figures as a row above, everything else side by side; one alone has the whole place."""
    if len(bodies) == 1:
        return _body(bodies[0], _Place(WIDTH, HEIGHT, name))
    rows = [body for body in bodies if isinstance(body, Figures)]
    beside = [body for body in bodies if not isinstance(body, Figures)]
    height = HEIGHT - len(rows) * (_FIGURES + _GAP)
    figures = "".join(_body(body, _Place(WIDTH, _FIGURES, f"{name}f{number}")) for number, body in enumerate(rows))
    shares = [_SHARES.get(type(body), 3.0) for body in beside]
    room = WIDTH - _GAP * (len(beside) - 1)
    cards = []
    for number, (body, share) in enumerate(zip(beside, shares, strict=True)):
        width = room * share / sum(shares)
        heading = _heading(body)
        head = _HEADING if heading else 0.0
        place = _Place(width - _PADDING, height - _PADDING - head, f"{name}b{number}")
        words = f"<h2>{escape(heading)}</h2>" if heading else ""
        cards.append(f'<div class="card" style="--w:{width:.0f};--h:{height:.0f}">{words}{_body(body, place)}</div>')
    return figures + (f'<div class="cards">{"".join(cards)}</div>' if cards else "")


def _heading(body: Body) -> str:
    """What a card beside others is called."""
    return {Bands: "社区分布", Dimensions: "各维度与达标线", Trend: "走势"}.get(type(body), "")


def _line_words(line: float) -> str:
    return f"达标线 {formats.number(line, 0)}"


def _body(body: Body, place: _Place) -> str:
    match body:
        case Figures():
            return _figures(body, place)
        case Table():
            return _table(body, place)
        case Points():
            return _points(body, place)
    return f'<div class="picture" style="--w:{place.width:.0f};--h:{place.height:.0f}">{_picture(body, place)}</div>'


def _picture(body: Body, place: _Place) -> str:
    width, height = place.width, place.height
    match body:
        case Bands():
            return drawings.bands(body, width, height, place.name)
        case Dimensions():
            return drawings.dimensions(body, width, height, _line_words(body.line))
        case Radar():
            return drawings.radar(body, width, height, _line_words(body.line))
        case Trend():
            return drawings.trend(body, width, height, _line_words(body.line))
        case CityMap():
            return city_map(body, width, height, place.name, _line_words(body.line))
    raise TypeError(type(body).__name__)


def _figures(body: Figures, place: _Place) -> str:
    width = (place.width - _GAP * (len(body.items) - 1)) / max(len(body.items), 1) - _PADDING
    longest = max((width_of(item.value, 1) for item in body.items), default=0)
    size = next((size for size in (80, 68, 56, 44) if longest * size <= width), 34)
    cards = "".join(_figure(item, size) for item in body.items)
    kind = "figures" if place.height < HEIGHT else "figures alone"
    return f'<div class="{kind}" style="--h:{place.height:.0f}">{cards}</div>'


def _figure(item: Figure, size: int) -> str:
    note = f"<p>{escape(item.note)}</p>" if item.note else ""
    value = f'<b class="{item.tone}" style="--size:{size}">{escape(item.value)}</b>'
    return f'<div class="card figure"><h2>{escape(item.label)}</h2>{value}{note}</div>'


def _points(body: Points, place: _Place) -> str:
    size = next((size for size in _POINT_SIZES if _points_height(body, size, place.width) <= place.height), SMALLEST)
    items = "".join(f"<li>{escape(item)}</li>" for item in body.items)
    return f'<ul class="points" style="--size:{size}">{items}</ul>'


def _points_height(body: Points, size: float, width: float) -> float:
    """How high the sentences stand, estimated."""
    return sum(len(wrapped(item, size, (width - 1.6 * size) * 0.97)) * 1.45 + 0.75 for item in body.items) * size


def _table(table: Table, place: _Place) -> str:
    size, padding = _table_type(table, place) or _TABLE_SIZES[-1]
    total = sum(column.share for column in table.columns) or 1.0
    columns = "".join(f'<col style="width:{_FULL_SHARE * column.share / total:.2f}%">' for column in table.columns)
    kinds = ["number" if column.is_number else "" for column in table.columns]
    head = "".join(
        f'<th scope="col" class="{kind}">{escape(column.name)}</th>'
        for column, kind in zip(table.columns, kinds, strict=True)
    )
    rows = "".join(
        "<tr>"
        + "".join(
            f'<td class="{kind} {tone}">{escape(cell)}</td>' for cell, kind, tone in zip(row, kinds, tones, strict=True)
        )
        + "</tr>"
        for row, tones in zip(table.rows, table.tones, strict=True)
    )
    return (
        f'<table style="--size:{size};--pad:{padding}"><colgroup>{columns}</colgroup>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _table_type(table: Table, place: _Place) -> tuple[int, int] | None:
    """The largest type and padding in which all rows fit; None where they do not."""
    return next((step for step in _TABLE_SIZES if _table_height(table, *step, place.width) <= place.height), None)


def _table_height(table: Table, size: float, padding: float, width: float) -> float:
    """How high a table stands, estimated: each row as high as its longest cell."""
    total = sum(column.share for column in table.columns) or 1.0
    widths = [
        (width * column.share / total - _CELL_PADDING - _AFTER_NUMBER * (before.is_number and not column.is_number))
        * 0.96
        for before, column in pairwise((table.columns[0], *table.columns))
    ]

    def lines(cells: Sequence[str], type_size: float) -> int:
        return max((len(wrapped(cell, type_size, room)) for cell, room in zip(cells, widths, strict=True)), default=1)

    head = lines([column.name for column in table.columns], SMALLEST) * SMALLEST * 1.3 + 2 * padding + 4
    return head + sum(lines(row, size) * size * 1.3 + 2 * padding + 2 for row in table.rows)


def _fitting(slide: Slide) -> Iterator[Slide]:
    """The slide, or as many as its table or its sentences need; the further ones say so in their titles."""
    place = _Place(WIDTH, HEIGHT, "")
    if len(slide.bodies) != 1:
        yield slide
        return
    pieces: list[Body] = list(slide.bodies)
    match slide.bodies[0]:
        case Table() as table if _table_type(table, place) is None:
            pieces = list(_table_pieces(table, place))
        case Points() as points if _points_height(points, SMALLEST, place.width) > place.height:
            pieces = list(_point_pieces(points, place))
    for number, piece in enumerate(pieces, start=1):
        title = slide.title if len(pieces) == 1 else f"{slide.title}（续 {number}/{len(pieces)}）"
        yield replace(slide, title=title, bodies=(piece,))


def _table_pieces(table: Table, place: _Place) -> Iterator[Table]:
    """Tables of as many rows as fit, one at least."""
    start = 0
    while start < len(table.rows):
        stop = start + 1
        while stop < len(table.rows) and _table_type(_part(table, start, stop + 1), place):
            stop += 1
        yield _part(table, start, stop)
        start = stop


def _part(table: Table, start: int, stop: int) -> Table:
    return replace(table, rows=table.rows[start:stop], tones=table.tones[start:stop])


def _point_pieces(points: Points, place: _Place) -> Iterator[Points]:
    items: list[str] = []
    for item in points.items:
        if items and _points_height(Points((*items, item)), _POINT_SIZES[-2], place.width) > place.height:
            yield Points(tuple(items))
            items = []
        items.append(item)
    yield Points(tuple(items))


def _controls() -> str:
    """What lies over the slides: buttons for a mouse or a finger, the black screen, what is typed, the help."""
    buttons = "".join(
        f'<button type="button" data-do="{name}" aria-label="{words}">{sign}</button>' for name, sign, words in _BUTTONS
    )
    keys = "".join(f"<dt>{key}</dt><dd>{words}</dd>" for key, words in _KEYS)
    return (
        f'<nav class="controls" aria-label="放映">{buttons}</nav>'
        '<p class="state" aria-hidden="true" hidden></p><p class="typed" hidden></p>'
        f'<div class="help" role="dialog" aria-label="按键说明" tabindex="-1" hidden><h2>按键说明</h2><dl>{keys}</dl></div>'
        '<div class="black" hidden></div>'
    )
