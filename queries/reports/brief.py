"""The brief on one page (简报): the sentences of the sections, as an office writes them, and how large they can be."""

from __future__ import annotations

from dataclasses import dataclass

from data.periods import in_words
from queries import formats
from queries.reports.bodies.figures import Figure
from queries.reports.briefing import DEMONSTRATION
from queries.reports.sections import sections
from queries.reports.sections.overview import figures, finding
from queries.reports.sections.sources import sources
from queries.reports.subject import Subject
from queries.reports.texts import largest, wrapped
from queries.reports.words import short

_PARAGRAPHS = {
    "总体情况": ("overview",),
    "前列与进步": ("league", "progress"),
    "未达标维度": ("radar",),
    "目标进度": ("trend",),
    "诉求与整改": ("appeals", "findings"),
    "重点关注": ("focus",),
    "建议关注": ("ways",),
}
_NUMERALS = "一二三四五六七八九十"

# GB/T 9704: the margins of an official document on A4, in millimetres.
TOP, BOTTOM, LEFT, RIGHT = 37, 35, 28, 26
_POINTS_PER_MM = 72 / 25.4
_WIDTH, _HEIGHT = (210 - LEFT - RIGHT) * _POINTS_PER_MM, (297 - TOP - BOTTOM) * _POINTS_PER_MM
_SAFETY = 0.94  # of the height: another font is a little wider, another program a little taller


@dataclass(frozen=True)
class Paragraph:
    """A paragraph with its heading, which runs into it."""

    heading: str
    text: str


@dataclass(frozen=True)
class Sizes:
    """Sizes in points: title, text with the distance of its lines, figures of the table, sources."""

    title: float
    text: float
    line: float
    value: float
    small: float

    @property
    def small_line(self) -> float:
        """The distance of the lines of the sources."""
        return self.small * 1.35


_SIZES = (
    Sizes(22, 14, 24, 18, 9),
    Sizes(22, 13, 22, 17, 9),
    Sizes(20, 12, 20, 16, 9),
    Sizes(20, 11, 18, 15, 8.5),
    Sizes(18, 10.5, 16, 14, 8),
    Sizes(16, 9.5, 14, 13, 7.5),
    Sizes(15, 8.5, 12.5, 12, 7),
)


@dataclass(frozen=True)
class Brief:
    """What the page says, top to bottom; ``mark`` is empty for official data."""

    title: str
    area: str
    period: str
    edition: str
    lead: str
    figures: tuple[Figure, ...]
    paragraphs: tuple[Paragraph, ...]
    sources: tuple[str, ...]
    mark: str

    @property
    def numbered(self) -> list[Paragraph]:
        """The paragraphs with their headings, numbered as an office does."""
        return [
            Paragraph(f"{numeral}、{paragraph.heading}。", paragraph.text)
            for numeral, paragraph in zip(_NUMERALS, self.paragraphs, strict=False)
        ]

    @property
    def sizes(self) -> Sizes:
        """The largest sizes at which everything stays on the page, else the smallest."""
        return largest(_SIZES, lambda sizes: self._height(sizes) <= _HEIGHT * _SAFETY)

    def _height(self, sizes: Sizes) -> float:
        """How high the page stands in points, estimated."""

        def lines(text: str, size: float, width: float = _WIDTH) -> int:
            return len(wrapped(text, width / size))

        texts = [self.lead, *(said.heading + said.text for said in self.numbered)]
        cell = _WIDTH / max(len(self.figures), 1) - 12
        notes = max((lines(figure.note, sizes.small, cell) for figure in self.figures), default=0)
        return (
            lines(self.title, sizes.title) * sizes.title * 1.4
            + 2.4 * sizes.small * 1.2
            + sum(lines(f"　　{text}", sizes.text) for text in texts) * sizes.line
            + (sizes.small_line * (1 + notes) + sizes.value * 1.5 + 18)
            + (sum(lines(source, sizes.small) for source in self.sources) * sizes.small_line + 10)
        )


def build_brief(subject: Subject) -> Brief:
    """The brief about the city or one reporting unit.

    Raises:
        NothingToSay: the area has no score in the period.
    """
    publication = subject.publication
    name = short(subject.name)
    said = (
        (heading, "".join(_sentence(subject, section) for section in parts)) for heading, parts in _PARAGRAPHS.items()
    )
    return Brief(
        title=f"{name}文明典范社区创建简报",
        area=subject.name,
        period=in_words(subject.period),
        edition=f"{subject.edition}　数据截至 {formats.day(publication['data_until'])}",
        lead=f"{finding(subject)}。",
        figures=figures(subject).items,
        paragraphs=tuple(Paragraph(heading, text) for heading, text in said if text),
        sources=sources(subject),
        mark=DEMONSTRATION if publication["is_demonstration"] else "",
    )


def _sentence(subject: Subject, section: str) -> str:
    sentence = sections()[section].sentence
    return sentence(subject) if sentence else ""
