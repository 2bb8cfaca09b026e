"""What can be taken away, in which formats, and the page it stands on: read from the questions themselves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ParamSpec

import queries
from queries.question import Asked, Codes, Question, Scope
from queries.sitemap import pages

P = ParamSpec("P")

QUESTIONS: dict[str, Question[Any]] = {
    name: question for name, question in sorted(vars(queries).items()) if isinstance(question, Question)
}
"""Every question by its name."""

# The formats by their ending, and what a browser is told they are.
FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
    "geojson": "application/geo+json",
    "html": "text/html; charset=utf-8",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_OF_ROWS = ("csv", "xlsx", "parquet", "geojson")  # which rows can be exported in
_SHOWN_AT_MOST = 20  # characters of an ending that is unknown

# Whole ledgers: as a workbook they keep the machine busy, and they are too long for a sheet beside others.
ROW_BY_ROW = frozenset({"activity_rows", "appeal_rows", "finding_rows"})

# Questions whose rows are areas (columns area_kind and area_code), which can be drawn on a map.
WITH_AREAS = frozenset({"area_measure", "league_table", "inactive_communities"})


class UnknownQuestion(LookupError):
    """A question that cannot be exported; the message is for the user."""


class UnknownFormat(LookupError):
    """A format that a question cannot be exported in; the message is for the user."""


class Document(Asked[P]):
    """What is made of many questions and taken away as one file, in ``formats``."""

    def __init__(
        self, declared: Callable[P, None], title: str, page: str, formats: tuple[str, ...], scope: Scope
    ) -> None:
        super().__init__(declared, scope, title=title, page=page)
        self.formats = formats


def _document(
    title: str, *, formats: tuple[str, ...], page: str = "", scope: Scope = Scope.UNITS
) -> Callable[[Callable[P, None]], Document[P]]:
    return lambda declared: Document(declared, title, page, formats, scope)


@_document("整套看板", formats=("xlsx",))
def workbook(*, period: str, standard: str, units: Codes = None) -> None:
    """The whole dashboard as one workbook."""


@_document("汇报材料", formats=("html", "pptx"), page="briefing")
def slides(
    *,
    period: str,
    standard: str,
    order: str,
    span: str = "",
    units: Codes = None,
    among: Codes = None,
    sections: Codes = None,
) -> None:
    """A running order as slides; ``among`` are the units it may compare with, ``span`` is that of the ledgers."""


@_document("简报", formats=("docx", "html"))
def brief(*, period: str, standard: str, units: Codes = None, among: Codes = None) -> None:
    """The brief on one page; ``among`` as of slides."""


@_document("社区简报", formats=("docx", "html"), page="community", scope=Scope.COMMUNITY)
def community_brief(*, period: str, standard: str, community: str) -> None:
    """One community on one page."""


@_document("问题清单", formats=("xlsx",), page="rectification")
def finding_sheet(*, as_of: str = "", units: Codes = None, streets: Codes = None) -> None:
    """Open problems as a sheet to be handed to streets and filled in; ``as_of`` as of :func:`queries.open_findings`."""


DOCUMENTS: dict[str, Document[Any]] = {
    document.name: document for document in (workbook, slides, brief, community_brief, finding_sheet)
}
"""What is not the rows of one question."""


def _by_page(question: Question[Any]) -> tuple[int, int, str]:
    return list(pages()).index(question.page), question.place, question.name


EXPORTS: dict[str, Question[Any]] = {
    question.name: question
    for question in sorted((question for question in QUESTIONS.values() if question.title), key=_by_page)
}
"""Every question whose rows can be taken away, by page."""


def asked(name: str) -> Asked[Any]:
    """The question or document behind a name that can be exported."""
    return DOCUMENTS.get(name) or EXPORTS[name]


def page_title(name: str) -> str:
    """The title of the page a name belongs to; its own where it has none."""
    known = asked(name)
    return pages()[known.page].title if known.page else known.title


def formats(name: str) -> tuple[str, ...]:
    """The formats, by their endings, that a name can be exported in."""
    if name in DOCUMENTS:
        return DOCUMENTS[name].formats
    return tuple(ending for ending in _OF_ROWS if ending != "geojson" or name in WITH_AREAS)


def is_heavy(name: str, ending: str) -> bool:
    """Whether a file keeps the machine busy for seconds: office documents of many answers, and a ledger as a workbook."""
    return ending in ("xlsx", "pptx", "docx") and (name in DOCUMENTS or name in ROW_BY_ROW)


def check(name: str, ending: str) -> None:
    """Refuse what cannot be taken away.

    Raises:
        UnknownQuestion: there is no such name.
        UnknownFormat: not in this format; the message says in which.
    """
    if name not in DOCUMENTS and name not in EXPORTS:
        raise UnknownQuestion(f"没有可导出的“{name}”，可选：{'、'.join([*EXPORTS, *DOCUMENTS])}")
    if ending not in formats(name):
        shown = "、".join(f".{known}" for known in formats(name))
        raise UnknownFormat(f"“{asked(name).title}”不能导出为 .{ending[:_SHOWN_AT_MOST]}，可选：{shown}")
