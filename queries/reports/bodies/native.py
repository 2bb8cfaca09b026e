"""What a slide of PowerPoint is made of: text, tables and shapes in the colours and fonts of the theme, each with words.

Nothing has a colour or a font of its own, so who restyles the template restyles every deck. Imported late: the library
takes half a second. Charts stand in native_charts.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from pptx.enum.dml import MSO_LINE, MSO_PATTERN, MSO_THEME_COLOR
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Inches, Pt

from queries import formats
from queries.reports.bodies.body import Box, Tone
from queries.reports.texts import clean, largest, wrapped

POINTS_PER_INCH = 72
TWO_DIGITS = '0.00;"−"0.00'
_HEADING = 0.36  # height of the words above a chart, in inches
_LATIN, _CHINESE = "+mn-lt", "+mn-ea"  # the fonts of the theme
_FONTS = f'<a:latin typeface="{_LATIN}"/><a:ea typeface="{_CHINESE}"/>'
_PLAIN_TABLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # 无样式，无网格


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

# Of no band and of the bands, best first; of the shapes of a radar; of the classes of distance, lowest first.
BANDS = (NOTHING, ABOVE, OTHER, PAST, BELOW)
PROFILES = (ABOVE, MUTED, PAST, OTHER)
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


def on(ground: Colour) -> Colour:
    """The colour of text on a ground."""
    return SURFACE if ground in {ABOVE, BELOW} else INK


@dataclass(frozen=True)
class Run:
    """Text of one size and colour."""

    text: str
    size: float
    colour: Colour = INK
    is_bold: bool = False


def lines_of(text: str, size: float, width: float) -> int:
    """How many lines a text takes in a width in inches."""
    return len(wrapped(text, width * POINTS_PER_INCH / size))


def largest_size(text: str, width: float, sizes: Sequence[float], most_lines: int = 1) -> float:
    """The first of the sizes, largest first, at which a text keeps to so many lines; else the last."""
    return largest(sizes, lambda size: lines_of(text, size, width) <= most_lines)


def printed(scores: Sequence[float | None]) -> list[float | None]:
    """Numbers as they are printed, so that a chart's own labels say the same."""
    return [None if score is None else formats.rounded(score) for score in scores]


def in_emu(box: Box) -> tuple[int, int, int, int]:
    """A box for the library."""
    return Inches(box.left), Inches(box.top), Inches(box.width), Inches(box.height)


def paint(target: Any, colour: Colour) -> None:
    """Give something a colour of the theme."""
    target.theme_color = MSO_THEME_COLOR.from_xml(colour.theme)
    if colour.brightness:
        target.brightness = colour.brightness


def fill(shape: Any, colour: Colour) -> None:
    """Fill a shape, a cell or a part of a chart."""
    shape.fill.solid()
    paint(shape.fill.fore_color, colour)


def fill_class(shape: Any, number: int) -> Colour:
    """Fill an area by its class, hatched without data; the colour its text has on that ground."""
    if number >= 0:
        fill(shape, CLASSES[number])
        return on(CLASSES[number])
    shape.fill.patterned()
    shape.fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
    paint(shape.fill.fore_color, NOTHING)
    paint(shape.fill.back_color, SURFACE)
    return INK


def outline(shape: Any, colour: Colour | None, width: float = 0.75) -> None:
    """Draw the edge of a shape; ``None`` for no edge."""
    if colour is None:
        shape.line.fill.background()
    else:
        stroke(shape.line, colour, width)


def stroke(line: Any, colour: Colour, width: float, dash: str | None = None) -> None:
    """Colour and width of a line in points, and a name of ``MSO_LINE``."""
    line.fill.solid()
    paint(line.fill.fore_color, colour)
    line.width = Pt(width)
    if dash:
        line.dash_style = MSO_LINE[dash]


def style(font: Any, size: float, colour: Colour, *, is_bold: bool = False) -> None:
    """Size, colour and the fonts of the theme; said to be Chinese, so that nothing is underlined in red."""
    font.size = Pt(size)
    font.bold = is_bold
    paint(font.color, colour)
    font.name = _LATIN
    properties = font._element
    latin = properties.find(qn("a:latin"))
    latin.addnext(latin.makeelement(qn("a:ea"), {"typeface": _CHINESE}))
    say_chinese(properties)


def say_chinese(properties: Any) -> None:
    """The language of the text that has these properties."""
    properties.set("lang", "zh-CN")
    properties.set("altLang", "en-US")


def write(
    frame: Any,
    paragraphs: Sequence[Sequence[Run]],
    *,
    align: str = "LEFT",
    anchor: str = "TOP",
    margin: float = 0.0,
    wraps: bool = True,
    space: float = 0.0,
) -> None:
    """Replace the text of a frame; ``margin`` in inches, ``space`` after each paragraph in points."""
    frame.word_wrap = wraps
    frame.vertical_anchor = MSO_ANCHOR[anchor]
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Inches(margin)
    body = frame._txBody
    for paragraph in body.findall(qn("a:p")):
        body.remove(paragraph)
    after = f'<a:spcAft><a:spcPts val="{round(space * 100)}"/></a:spcAft>' if space else ""
    start = f'<a:p {nsdecls("a")}><a:pPr algn="{PP_ALIGN.to_xml(PP_ALIGN[align])}">{after}</a:pPr>'
    for runs in paragraphs:
        body.append(parse_xml(start + "".join(map(_run_xml, runs)) + "</a:p>"))


def _run_xml(run: Run) -> str:
    properties = f'lang="zh-CN" altLang="en-US" sz="{round(run.size * 100)}" b="{int(run.is_bold)}"'
    colour = f"<a:solidFill>{run.colour.xml}</a:solidFill>"
    return f"<a:r><a:rPr {properties}>{colour}{_FONTS}</a:rPr><a:t>{escape(clean(run.text))}</a:t></a:r>"


def bullets(shape: Any, indent: float) -> None:
    """A bullet before every paragraph of a shape, whose text is indented by so many inches."""
    for paragraph in shape.text_frame.paragraphs:
        properties = paragraph._p.get_or_add_pPr()
        properties.set("marL", str(int(Inches(indent))))
        properties.set("indent", str(-int(Inches(indent))))
        for part in (f"buClr %s>{ABOVE.xml}</a:buClr", 'buFont %s typeface="Arial"/', 'buChar %s char="•"/'):
            properties.append(parse_xml(f"<a:{part}>" % nsdecls("a")))


def plain(shape: Any) -> None:
    """Without the program's own style: its shadow, edge and fonts."""
    own = shape._element.find(qn("p:style"))
    if own is not None:
        shape._element.remove(own)


def describe(shape: Any, name: str, text: str) -> None:
    """The name of a shape in the selection pane, and what is read out in its place."""
    properties = shape._element.xpath(".//p:cNvPr")[0]
    properties.set("name", clean(name))
    properties.set("descr", clean(text))


def text_box(slide: Any, box: Box, paragraphs: Sequence[Sequence[Run]], **options: Any) -> Any:
    """A text without ground or edge."""
    shape = slide.shapes.add_textbox(*in_emu(box))
    write(shape.text_frame, paragraphs, **options)
    return shape


def rounded(slide: Any, box: Box, corner: float) -> Any:
    """A rectangle with round corners, ``corner`` a share of its height."""
    shape = slide.shapes.add_shape(MSO_SHAPE.ROUNDED_RECTANGLE, *in_emu(box))
    shape.adjustments[0] = corner
    plain(shape)
    return shape


def heading(slide: Any, text: str, box: Box) -> float:
    """Words above a chart, and how high they stand."""
    size = largest_size(text, box.width, (16, 15, 14, 12))
    text_box(slide, Box(box.left + 0.1, box.top, box.width - 0.1, _HEADING), [[Run(text, size, INK, is_bold=True)]])
    return _HEADING


def table(slide: Any, box: Box, widths: Sequence[float], heights: Sequence[float]) -> tuple[Any, Any]:
    """A table without a style of the program, and the frame around it."""
    frame = slide.shapes.add_table(len(heights), len(widths), *in_emu(box))
    made = frame.table
    made._tbl.tblPr.find(qn("a:tableStyleId")).text = _PLAIN_TABLE
    made.horz_banding, made.first_row = False, True
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Inches(width)
    for row, height in zip(made.rows, heights, strict=True):
        row.height = Inches(height)
    return frame, made


def cell(place: Any, run: Run, align: str, margins: tuple[float, float], *, is_header: bool = False) -> None:
    """A cell over a thin line, of the header over a thick one; ``margins`` to the sides and above, in inches."""
    write(place.text_frame, [[run]], align=align)
    colour, width = (ABOVE, 1.5) if is_header else (Colour("bg2", -0.1), 0.75)
    none = "".join(f'<a:{side} w="0"><a:noFill/></a:{side}>' for side in ("lnL", "lnR", "lnT"))
    below = f'<a:lnB w="{int(Pt(width))}"><a:solidFill>{colour.xml}</a:solidFill></a:lnB>'
    ground = f"<a:solidFill>{GROUND.xml}</a:solidFill>" if is_header else "<a:noFill/>"
    side, top = (int(Inches(margin)) for margin in margins)
    element = place._tc
    for old in element.findall(qn("a:tcPr")):
        element.remove(old)
    element.append(
        parse_xml(
            f'<a:tcPr {nsdecls("a")} marL="{side}" marR="{side}" marT="{top}" marB="{top}" anchor="ctr">'
            f"{none}{below}{ground}</a:tcPr>"
        )
    )


def freeform(slide: Any, rings: Sequence[Sequence[tuple[float, float]]], per_inch: float) -> Any:
    """Closed rings as one shape; their points are in so many parts of an inch."""
    (first, *others) = rings
    builder = slide.shapes.build_freeform(*first[0], scale=float(Inches(1)) / per_inch)
    builder.add_line_segments(first[1:], close=True)
    for ring in others:
        builder.move_to(*ring[0])
        builder.add_line_segments(ring[1:], close=True)
    shape = builder.convert_to_shape()
    plain(shape)
    return shape


def centre_text(shape: Any, x: float, y: float) -> None:
    """Centre the text of a freeform at a point in inches, as a share of its size, so that it stays when it is resized."""
    across = (Inches(x) - shape.left) / max(shape.width, 1)
    down = (Inches(y) - shape.top) / max(shape.height, 1)
    geometry = shape._element.spPr.find(qn("a:custGeom"))
    for name in ("a:gdLst", "a:rect"):
        for old in geometry.findall(qn(name)):
            geometry.remove(old)
    reach = 0.02
    edges = {"l": ("w", across - reach), "r": ("w", across + reach), "t": ("h", down - reach), "b": ("h", down + reach)}
    guides = "".join(
        f'<a:gd name="text_{edge}" fmla="*/ {side} {round(share * 10000)} 10000"/>'
        for edge, (side, share) in edges.items()
    )
    geometry.find(qn("a:avLst")).addnext(parse_xml(f"<a:gdLst {nsdecls('a')}>{guides}</a:gdLst>"))
    rectangle = " ".join(f'{edge}="text_{edge}"' for edge in edges)
    geometry.find(qn("a:pathLst")).addprevious(parse_xml(f"<a:rect {nsdecls('a')} {rectangle}/>"))


def legend(slide: Any, box: Box, title: str, keys: Sequence[tuple[int, str]]) -> None:
    """Classes and their words below a title, as one group; ``box`` is as high as one line."""
    group = slide.shapes.add_group_shape()
    text_box(group, box, [[Run(title, 12, MUTED)]], anchor="MIDDLE")
    for line, (number, words) in enumerate(keys, start=1):
        top = box.top + line * box.height
        place = Box(box.left, top + 0.05, 0.36, box.height - 0.08)
        patch = group.shapes.add_shape(MSO_SHAPE.RECTANGLE, *in_emu(place))
        plain(patch)
        outline(patch, None)
        fill_class(patch, number)
        beside = Box(box.left + 0.46, top, box.width - 0.46, box.height)
        text_box(group, beside, [[Run(words, 12, INK)]], anchor="MIDDLE")
    describe(group, "图例", f"{title}，由高到低：{'；'.join(words for _, words in keys)}")
