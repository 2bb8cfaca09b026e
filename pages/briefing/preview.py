"""What the slides hold, as a plain list."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from pages.shared.markup import filled
from queries.reports.briefing import Slide
from queries.reports.orders import section_titles

_SECONDS_A_MINUTE = 60


def slide_list(slides: Sequence[Slide]) -> Markup:
    """An ordered list: number, title, section and what it shows."""
    return filled(__file__, "slides.html", slides=slides, sections=section_titles())


def minutes(slides: Sequence[Slide]) -> int:
    """How long the slides stand when they change by themselves, in whole minutes, at least one."""
    return max(1, round(sum(slide.seconds for slide in slides) / _SECONDS_A_MINUTE))
