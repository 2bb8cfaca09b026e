"""The empty deck: 16:9, the office's colours and fonts as a theme, two layouts with real placeholders, all in Chinese.

Who restyles the deck changes the theme or the master; nothing on a slide has a colour of its own.
"""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape, quoteattr

from lxml import etree
from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Inches

from queries.export.powerpoint.drawing import FONT, MUTED, Box
from queries.reports.texts import clean
from queries.scale import CLASS_COLOURS

WIDTH, HEIGHT = 13.333, 7.5
MARGIN = 0.6
INNER = WIDTH - 2 * MARGIN
BODY = Box(MARGIN, 1.8, INNER, 5.0)
TITLE = Box(MARGIN, 0.3, INNER, 0.95)
SUBTITLE = Box(MARGIN, 1.31, INNER, 0.34)
FOOTER = Box(MARGIN, 7.0, INNER - 0.9, 0.3)
NUMBER = Box(WIDTH - MARGIN - 0.8, 7.0, 0.8, 0.3)
COVER_TITLE = Box(1.2, 2.0, WIDTH - 2.4, 1.7)
COVER_SUBTITLE = Box(1.2, 3.8, WIDTH - 2.4, 0.7)
COVER_BAR = Box(0.6, 2.2, 0.14, 2.2)
TITLE_SIZES: tuple[float, ...] = (30.0, 28.0, 26.0, 24.0, 20.0, 18.0)

# Text, ground, muted text, soft ground; then the scale of distances: far above, far below, above, below, between.
COLOURS = {
    "dk1": "#1F2A37",
    "lt1": "#FFFFFF",
    "dk2": "#6B7280",
    "lt2": "#F6F7F9",
    "accent1": CLASS_COLOURS[7],
    "accent2": CLASS_COLOURS[0],
    "accent3": CLASS_COLOURS[5],
    "accent4": CLASS_COLOURS[2],
    "accent5": CLASS_COLOURS[1],
    "accent6": CLASS_COLOURS[6],
    "hlink": "#01665E",
    "folHlink": "#6B7280",
}
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_SLIDE_NUMBER = "{C1FF6DA9-008F-8B48-92A6-B652298478BF}"
_KEPT = {"Title Slide": "封面", "Title Only": "标题与内容"}


def new_deck() -> Any:
    """A presentation without slides; its layouts are 封面 and 标题与内容."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(WIDTH), Inches(HEIGHT)
    _drop_leftovers(deck)
    for layout in list(deck.slide_layouts):
        if layout.name not in _KEPT:
            deck.slide_layouts.remove(layout)
    master = deck.slide_master
    _set_theme(master.part.part_related_by(RT.THEME))
    _set_master(master._element)
    for layout in deck.slide_layouts:
        layout._element.cSld.set("name", _KEPT[layout.name])
        _set_shapes(layout._element, _LAYOUTS[layout.name])
    return deck


def set_notes_theme(deck: Any) -> None:
    """The same colours and fonts for the pages of notes, once there is one."""
    _set_theme(deck.notes_master.part.part_related_by(RT.THEME))


def footer_and_number(slide: Any, text: str, number: int) -> None:
    """Fill the footer and the number of a slide in: the library copies neither from the layout."""
    tree = slide.shapes._spTree
    for kind, index, name, content in (
        ("ftr", 11, "页脚", f'<a:pPr algn="l"/><a:r>{_foot_style()}<a:t>{escape(clean(text))}</a:t></a:r>'),
        (
            "sldNum", 12, "页码",
            f'<a:pPr algn="r"/><a:fld id="{_SLIDE_NUMBER}" type="slidenum">{_foot_style()}<a:t>{number}</a:t></a:fld>',
        ),
    ):  # fmt: skip
        identity = max(map(int, tree.xpath(".//p:cNvPr/@id"))) + 1
        tree.append(_placeholder(identity, name, kind, index, content))


_LANGUAGE = 'lang="zh-CN" altLang="en-US"'


def _foot_style() -> str:
    """The layout's own style once more: not every program inherits it in a footer."""
    fonts = f'<a:latin typeface="{FONT}"/><a:ea typeface="{FONT}"/>'
    return f'<a:rPr {_LANGUAGE} sz="1000"><a:solidFill>{MUTED.xml}</a:solidFill>{fonts}</a:rPr>'


def _drop_leftovers(deck: Any) -> None:
    """What the library's own template brings along: a picture of another deck and a printer."""
    for part, kinds in ((deck.part.package, (RT.THUMBNAIL,)), (deck.part, (RT.PRINTER_SETTINGS,))):
        relations = part._rels
        for key in [key for key in relations if relations[key].reltype in kinds]:
            relations.pop(key)


def _set_theme(part: Any) -> None:
    """The office's colours and fonts in place of the template's."""
    theme = etree.fromstring(part.blob)
    theme.set("name", "文明典范社区")
    colours = theme.find(f".//{{{_A}}}clrScheme")
    colours.set("name", "文明典范社区")
    for name, colour in COLOURS.items():
        slot = colours.find(f"{{{_A}}}{name}")
        for child in list(slot):
            slot.remove(child)
        etree.SubElement(slot, f"{{{_A}}}srgbClr", val=colour.removeprefix("#"))
    fonts = theme.find(f".//{{{_A}}}fontScheme")
    fonts.set("name", "文明典范社区")
    for name in ("majorFont", "minorFont"):
        family = fonts.find(f"{{{_A}}}{name}")
        for child in list(family):
            family.remove(child)
        for kind, typeface in (("latin", FONT), ("ea", FONT), ("cs", "")):
            etree.SubElement(family, f"{{{_A}}}{kind}", typeface=typeface)
        etree.SubElement(family, f"{{{_A}}}font", script="Hans", typeface="微软雅黑")
    part._blob = etree.tostring(theme, xml_declaration=True, encoding="UTF-8", standalone=True)


def _level(size: float, colour: str, *, is_bold: bool = False, align: str = "l") -> str:
    """The first level of a list style: no bullet, the theme's fonts."""
    return (
        f'<a:lvl1pPr marL="0" indent="0" algn="{align}" eaLnBrk="1" hangingPunct="1"><a:lnSpc><a:spcPct val="100000"/></a:lnSpc>'
        '<a:spcBef><a:spcPts val="0"/></a:spcBef><a:buNone/>'
        f'<a:defRPr sz="{round(size * 100)}" b="{int(is_bold)}" kern="1200"><a:solidFill><a:schemeClr val="{colour}"/></a:solidFill>'
        '<a:latin typeface="+mn-lt"/><a:ea typeface="+mn-ea"/><a:cs typeface="+mn-cs"/></a:defRPr></a:lvl1pPr>'
    )


def _placeholder(
    identity: int, name: str, kind: str, index: int, content: str, *, box: Box | None = None, level: str = "",
    anchor: str = "",
) -> Any:  # fmt: skip
    """A placeholder: of the master or a layout with its place and style, of a slide without either."""
    place = ""
    if box:
        left, top, width, height = (int(value) for value in box.emu)
        place = (
            f'<a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        )
    at = f' idx="{index}"' if index else ""
    frame = (
        f'<a:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="{anchor}"><a:normAutofit/></a:bodyPr>'
        if box
        else "<a:bodyPr/>"
    )
    return parse_xml(
        f'<p:sp {nsdecls("a", "p")}><p:nvSpPr><p:cNvPr id="{identity}" name={quoteattr(name)}/>'
        '<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f'<p:nvPr><p:ph type="{kind}"{at}/></p:nvPr></p:nvSpPr><p:spPr>{place}</p:spPr>'
        f"<p:txBody>{frame}<a:lstStyle>{level}</a:lstStyle><a:p>{content}</a:p></p:txBody></p:sp>"
    )


def _prompt(text: str) -> str:
    return f"<a:r><a:rPr {_LANGUAGE}/><a:t>{text}</a:t></a:r>"


_TITLE_LEVEL = _level(TITLE_SIZES[0], "tx1", is_bold=True)
_SMALL = _level(10, "tx2")
_NUMBER_FIELD = f'<a:fld id="{_SLIDE_NUMBER}" type="slidenum"><a:rPr {_LANGUAGE}/><a:t>‹#›</a:t></a:fld>'


def _foot(first: int) -> list[Any]:
    return [
        _placeholder(first, "页脚", "ftr", 11, "", box=FOOTER, level=_SMALL, anchor="ctr"),
        _placeholder(
            first + 1, "页码", "sldNum", 12, _NUMBER_FIELD, box=NUMBER, level=_level(10, "tx2", align="r"), anchor="ctr"
        ),
    ]


def _title(kind: str, box: Box, size: float, anchor: str) -> Any:
    level = _level(size, "tx1", is_bold=True)
    return _placeholder(2, "标题", kind, 0, _prompt("单击此处编辑标题"), box=box, level=level, anchor=anchor)


def _subtitle(kind: str, index: int, box: Box, size: float) -> Any:
    return _placeholder(
        3, "副标题", kind, index, _prompt("单击此处编辑副标题"), box=box, level=_level(size, "tx2"), anchor="t"
    )


def _cover_shapes() -> list[Any]:
    left, top, width, height = (int(value) for value in COVER_BAR.emu)
    bar = parse_xml(
        f'<p:sp {nsdecls("a", "p")}><p:nvSpPr><p:cNvPr id="6" name="色条"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr>'
        f'<p:spPr><a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill><a:schemeClr val="accent1"/></a:solidFill>'
        "<a:ln><a:noFill/></a:ln></p:spPr></p:sp>"
    )
    return [bar, _title("ctrTitle", COVER_TITLE, 44, "b"), _subtitle("subTitle", 1, COVER_SUBTITLE, 24), *_foot(4)]


def _content_shapes() -> list[Any]:
    return [_title("title", TITLE, TITLE_SIZES[0], "b"), _subtitle("body", 13, SUBTITLE, 15), *_foot(4)]


_LAYOUTS = {"封面": _cover_shapes, "标题与内容": _content_shapes}


def _set_shapes(element: Any, shapes: Any) -> None:
    tree = element.cSld.spTree
    for shape in tree.xpath("./p:sp"):
        tree.remove(shape)
    for shape in shapes():
        tree.append(shape)


def _set_master(element: Any) -> None:
    """Placeholders, text styles and a thin line above the footer."""
    body = _placeholder(
        3, "正文", "body", 1, _prompt("单击此处编辑文字"), box=BODY, level=_level(18, "tx1"), anchor="t"
    )
    _set_shapes(element, lambda: [_title("title", TITLE, TITLE_SIZES[0], "b"), body, *_foot(4)])
    left, top = int(Inches(MARGIN)), int(Inches(FOOTER.top - 0.06))
    element.cSld.spTree.append(
        parse_xml(
            f'<p:cxnSp {nsdecls("a", "p")}><p:nvCxnSpPr><p:cNvPr id="6" name="页脚线"/><p:cNvCxnSpPr/><p:nvPr userDrawn="1"/></p:nvCxnSpPr>'
            f'<p:spPr><a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{int(Inches(INNER))}" cy="0"/></a:xfrm>'
            '<a:prstGeom prst="line"><a:avLst/></a:prstGeom><a:ln w="9525"><a:solidFill><a:schemeClr val="bg2">'
            '<a:lumMod val="90000"/></a:schemeClr></a:solidFill></a:ln></p:spPr></p:cxnSp>'
        )
    )
    styles = element.find(qn("p:txStyles"))
    for kind, level in (("p:titleStyle", _TITLE_LEVEL), ("p:bodyStyle", _level(18, "tx1"))):
        style = styles.find(qn(kind))
        replacement = parse_xml(f"<{kind} {nsdecls('a', 'p')}>{level}</{kind}>")
        styles.replace(style, replacement)
