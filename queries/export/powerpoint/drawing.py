"""What every slide is drawn with: boxes in inches, colours of the theme, text in the theme's fonts, alternative texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from pptx.dml.color import ColorFormat
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.text.text import Font, TextFrame
from pptx.util import Emu, Inches, Pt

from queries.briefing.model import Tone
from queries.reports.texts import clean, lines

FONT = "Microsoft YaHei"
_POINTS_PER_INCH = 72


@dataclass(frozen=True)
class Colour:
    """A colour of the theme by its name in the file, lightened (brightness above 0) or darkened."""

    theme: str
    brightness: float = 0.0

    @property
    def xml(self) -> str:
        """The same as an element."""
        light, rest = round(100_000 * (1 - abs(self.brightness))), round(100_000 * self.brightness)
        changed = f'<a:lumMod val="{light}"/>' + (f'<a:lumOff val="{rest}"/>' if rest > 0 else "")
        return f'<a:schemeClr val="{self.theme}">{changed if self.brightness else ""}</a:schemeClr>'


INK = Colour("tx1")
MUTED = Colour("tx2")
SURFACE = Colour("bg1")
GROUND = Colour("bg2")
EDGE = Colour("bg2", -0.056)
NOTHING = Colour("bg2", -0.16)
ABOVE = Colour("accent1")
BELOW = Colour("accent2")
OTHER = Colour("accent3")
PAST = Colour("accent4")

# The bands, best first, and the classes of distance to the line, lowest first: those of the screen.
BANDS = (ABOVE, OTHER, PAST, BELOW)
CLASSES = (
    BELOW,
    Colour("accent5"),
    PAST,
    Colour("accent4", 0.53),
    Colour("accent3", 0.65),
    OTHER,
    Colour("accent6"),
    ABOVE,
)
TONES: dict[Tone, Colour] = {"above": ABOVE, "below": BELOW, "plain": INK, "muted": MUTED}


@dataclass(frozen=True)
class Box:
    """A place on a slide, in inches."""

    left: float
    top: float
    width: float
    height: float

    @property
    def emu(self) -> tuple[Emu, Emu, Emu, Emu]:
        """The same for the library."""
        return Inches(self.left), Inches(self.top), Inches(self.width), Inches(self.height)


@dataclass(frozen=True)
class Run:
    """Text of one size and colour."""

    text: str
    size: float
    colour: Colour = INK
    is_bold: bool = False


def lines_of(text: str, size: float, width: float) -> int:
    """How many lines a text takes in a width in inches."""
    return lines(text, width * _POINTS_PER_INCH / size)


def largest_size(text: str, width: float, sizes: Sequence[float], most_lines: int = 1) -> float:
    """The first of the sizes, largest first, at which a text keeps to so many lines; else the last."""
    return next((size for size in sizes if lines_of(text, size, width) <= most_lines), sizes[-1])


def paint(target: ColorFormat, colour: Colour) -> None:
    """Give something a colour of the theme."""
    target.theme_color = MSO_THEME_COLOR.from_xml(colour.theme)
    if colour.brightness:
        target.brightness = colour.brightness


def fill(shape: Any, colour: Colour) -> None:
    """Fill a shape, a cell or a part of a chart."""
    shape.fill.solid()
    paint(shape.fill.fore_color, colour)


def outline(shape: Any, colour: Colour | None, width: float = 0.75) -> None:
    """Draw the edge of a shape; ``None`` for no edge."""
    if colour is None:
        shape.line.fill.background()
        return
    shape.line.fill.solid()
    paint(shape.line.fill.fore_color, colour)
    shape.line.width = Pt(width)


def style(font: Font, size: float, colour: Colour, *, is_bold: bool = False) -> None:
    """Size, colour and the fonts for Latin and Chinese; said to be Chinese, so that nothing is underlined in red."""
    font.size = Pt(size)
    font.bold = is_bold
    paint(font.color, colour)
    font.name = FONT
    properties = font._element
    latin = properties.find(qn("a:latin"))
    east_asian = latin.makeelement(qn("a:ea"), {"typeface": FONT})
    latin.addnext(east_asian)
    properties.set("lang", "zh-CN")
    properties.set("altLang", "en-US")


def write(
    frame: TextFrame,
    paragraphs: Sequence[Sequence[Run]],
    *,
    align: Any = PP_ALIGN.LEFT,
    anchor: Any = MSO_ANCHOR.TOP,
    margin: float = 0.0,
    wraps: bool = True,
    space: float = 0.0,
) -> None:
    """Replace the text of a frame; ``margin`` in inches, ``space`` after each paragraph in points."""
    frame.word_wrap = wraps
    frame.vertical_anchor = anchor
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Inches(margin)
    body = frame._txBody
    for paragraph in body.findall(qn("a:p")):
        body.remove(paragraph)
    after = f'<a:spcAft><a:spcPts val="{round(space * 100)}"/></a:spcAft>' if space else ""
    start = f'<a:p {nsdecls("a")}><a:pPr algn="{PP_ALIGN.to_xml(align)}">{after}</a:pPr>'
    for runs in paragraphs:
        body.append(parse_xml(start + "".join(map(_run_xml, runs)) + "</a:p>"))


def _run_xml(run: Run) -> str:
    fonts = f'<a:latin typeface="{FONT}"/><a:ea typeface="{FONT}"/>'
    properties = f'lang="zh-CN" altLang="en-US" sz="{round(run.size * 100)}" b="{int(run.is_bold)}"'
    colour = f"<a:solidFill>{run.colour.xml}</a:solidFill>"
    return f"<a:r><a:rPr {properties}>{colour}{fonts}</a:rPr><a:t>{escape(clean(run.text))}</a:t></a:r>"


def plain(shape: Any) -> None:
    """Without the program's own style: its shadow, edge and fonts."""
    style_element = shape._element.find(qn("p:style"))
    if style_element is not None:
        shape._element.remove(style_element)


def describe(shape: Any, name: str, text: str) -> None:
    """The name of a shape in the selection pane, and what is read out in its place."""
    properties = shape._element.xpath(".//p:cNvPr")[0]
    properties.set("name", clean(name))
    properties.set("descr", clean(text))


def text_box(slide: Any, box: Box, paragraphs: Sequence[Sequence[Run]], **options: Any) -> Any:
    """A text without ground or edge."""
    shape = slide.shapes.add_textbox(*box.emu)
    write(shape.text_frame, paragraphs, **options)
    return shape
