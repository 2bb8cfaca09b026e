"""The brief as a page to print: one file, A4, the fonts of the system, nothing fetched."""

from __future__ import annotations

from markupsafe import Markup

from queries.reports.brief import BOTTOM, LEFT, RIGHT, TOP, Brief
from queries.reports.pages import FILES, rendered


def brief_html(brief: Brief) -> str:
    """The whole page."""
    return rendered("brief.html", brief=brief, sizes=_sizes(brief), style=Markup(sheet_style()))  # noqa: S704 - ours


def brief_sheet(brief: Brief) -> str:
    """The sheet alone, for a page that shows it among other things."""
    return rendered("sheet.html", brief=brief, sizes=_sizes(brief))


def sheet_style() -> str:
    """The style of the sheet alone, with the margins of an official document."""
    margins = f".paper {{ --margins: {TOP}mm {RIGHT}mm {BOTTOM}mm {LEFT}mm; }}\n"
    return margins + (FILES / "brief.css").read_text(encoding="utf-8")


def _sizes(brief: Brief) -> dict[str, float]:
    """The sizes in points, as brief.css calls them."""
    sizes = brief.sizes
    return {**vars(sizes), "small-line": sizes.small_line}
