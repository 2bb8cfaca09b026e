"""The brief as a page to print: one file, A4, the fonts of the system, nothing fetched."""

from __future__ import annotations

from html import escape
from pathlib import Path

from queries.briefing.brief import Brief
from queries.export.brief_fit import BOTTOM, LEFT, RIGHT, TOP, Sizes, fitting, numbered

# The margins are the sheet's own, so that no browser prints its address and the date into them.
_PAGE = "@page { size: A4; margin: 0; }\nbody { margin: 0; background: #fff; }\n"
_STYLE = Path(__file__).with_name("brief_page.css")


def brief_html(brief: Brief) -> str:
    """The whole page."""
    title = escape(f"{brief.title} {brief.period}")
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>\n{sheet_style()}{_PAGE}</style>\n</head>\n<body>\n{brief_sheet(brief)}\n</body>\n</html>\n"
    )


def brief_sheet(brief: Brief) -> str:
    """The sheet alone, for a page that shows it among other things."""
    mark = f'<div class="mark">{escape(brief.mark)}</div>\n' if brief.mark else ""
    figures = "".join(
        f'<td><span>{escape(figure.label)}</span><b class="{figure.tone}">{escape(figure.value)}</b>'
        f"<small>{escape(figure.note)}</small></td>"
        for figure in brief.figures
    )
    paragraphs = "\n".join(f"<p><strong>{escape(head)}</strong>{escape(text)}</p>" for head, text in numbered(brief))
    sources = "\n".join(f"<li>{escape(source)}</li>" for source in brief.sources)
    return (
        f'<article class="paper" style="{_variables(fitting(brief))}">\n{mark}'
        f"<h1>{escape(brief.title)}</h1>\n"
        f'<div class="issue">{escape(brief.period)}　{escape(brief.edition)}</div>\n'
        f"<p>{escape(brief.lead)}</p>\n<table><tr>{figures}</tr></table>\n{paragraphs}\n"
        f'<ul class="sources">\n{sources}\n</ul>\n</article>'
    )


def sheet_style() -> str:
    """The style of the sheet alone, with the margins of an official document."""
    return f".paper {{ --margins: {TOP}mm {RIGHT}mm {BOTTOM}mm {LEFT}mm; }}\n" + _STYLE.read_text(encoding="utf-8")


def _variables(sizes: Sizes) -> str:
    given = {
        "title": sizes.title,
        "text": sizes.text,
        "line": sizes.line,
        "value": sizes.value,
        "small": sizes.small,
        "small-line": sizes.small_line,
    }
    return "; ".join(f"--{name}: {value:g}pt" for name, value in given.items())
