"""A briefing as one HTML file that is projected and played by keyboard or clicker: no request leaves it.

The stage is 1920 × 1080 and scales to any screen; slides.css says how it looks and slides.js how it is played. Where
something stands is decided here: every body gets a place in pixels of that stage, and what does not fit is continued on a
further slide, never cut.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from markupsafe import Markup

from queries.reports.bodies.body import Body, Place
from queries.reports.briefing import Briefing, Slide
from queries.reports.pages import rendered
from queries.reports.texts import ems

WIDTH, HEIGHT = 1776.0, 752.0  # of the place of the bodies
_GAP = 28.0
_ROW = 236.0  # the height of a row of figures above other bodies
_PADDING, _HEADING = 64.0, 44.0  # of a card
_TITLE_STEPS = (28, 35, 78, 96, 156)  # Chinese characters from which on a title is set smaller

_CARD = Markup('<div class="card" style="--w:{:.0f};--h:{:.0f}">{}{}</div>')


def slides_html(briefing: Briefing, *, home: str) -> str:
    """The whole file.

    Args:
        briefing: What is shown.
        home: Where Esc leads when nobody came from another page; relative, so that the file is the same everywhere.
    """
    slides = [part for slide in briefing.slides for part in _fitting(slide)]
    return rendered(
        "slides.html",
        briefing=briefing,
        footer=_footer(briefing),
        slides=[
            (slide, _size(slide.title), _bodies(slide.bodies, f"s{at}")) for at, slide in enumerate(slides, start=1)
        ],
        home=home,
    )


def notice_html(title: str, text: str, links: Sequence[tuple[str, str]]) -> str:
    """A page that says why nothing is projected and where to go: ``links`` are words and addresses."""
    return rendered("notice.html", title=title, lines=text.splitlines(), links=links)


def _footer(briefing: Briefing) -> str:
    """What every slide says of its origin, in one line."""
    short = re.split("[：:，。；]", briefing.notice, maxsplit=1)[0].strip()
    standard = briefing.standard if not short or short in briefing.standard else f"{briefing.standard}（{short}）"
    return f"{briefing.area} · {briefing.period} · {standard} · 数据截至 {briefing.data_until} · {briefing.edition}"


def _size(title: str) -> int:
    return sum(ems(title) > step for step in _TITLE_STEPS) + 1


def _bodies(bodies: Sequence[Body], name: str) -> Markup:
    """The bodies of a slide: rows above, everything else side by side; one alone has the whole place."""
    if len(bodies) == 1:
        return bodies[0].markup(Place(WIDTH, HEIGHT, name))
    rows = [body for body in bodies if body.is_row]
    beside = [body for body in bodies if not body.is_row]
    above = Markup().join(body.markup(Place(WIDTH, _ROW, f"{name}f{at}")) for at, body in enumerate(rows))
    if not beside:
        return above
    height = HEIGHT - len(rows) * (_ROW + _GAP)
    room = (WIDTH - _GAP * (len(beside) - 1)) / sum(body.share for body in beside)
    cards = Markup().join(
        _card(body, Place(room * body.share, height, f"{name}b{at}")) for at, body in enumerate(beside)
    )
    return above + Markup('<div class="cards">{}</div>').format(cards)


def _card(body: Body, place: Place) -> Markup:
    """A body on a ground of its own, under what it is called."""
    heading = Markup("<h2>{}</h2>").format(body.heading) if body.heading else Markup()
    inner = Place(place.width - _PADDING, place.height - _PADDING - (_HEADING if heading else 0), place.name)
    return _CARD.format(place.width, place.height, heading, body.markup(inner))


def _fitting(slide: Slide) -> Iterator[Slide]:
    """The slide, or as many as its one body needs; the further ones say so in their titles."""
    if len(slide.bodies) != 1:
        yield slide
        return
    pieces = slide.bodies[0].pieces(Place(WIDTH, HEIGHT, ""))
    for number, piece in enumerate(pieces, start=1):
        title = slide.title if len(pieces) == 1 else f"{slide.title}（续 {number}/{len(pieces)}）"
        yield replace(slide, title=title, bodies=(piece,))
