"""The slides as one HTML file, from briefings written by hand: every kind of body, nothing from outside, nothing cut."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from typing import Any

import pytest

from queries.reports.bodies.bands import Band, Bands
from queries.reports.bodies.body import Body, Place
from queries.reports.bodies.dots import Dot, Dots
from queries.reports.bodies.figures import Figure, Figures
from queries.reports.bodies.lines import Goal, Lines
from queries.reports.bodies.map import CityMap, MapUnit
from queries.reports.bodies.points import Points
from queries.reports.bodies.radar import Radar, Series
from queries.reports.bodies.svg import SMALLEST, lines_in, width_of
from queries.reports.bodies.table import Column, Table
from queries.reports.briefing import Briefing, Slide
from queries.reports.slides_page import HEIGHT, notice_html, slides_html
from queries.scale import CLASS_COLOURS, POINTS

NASTY = [
    "=cmd|'/c calc'!A1",
    '<script>alert("1")</script>',
    "A & B",
    "社区🏘️家园",
    "长" * 40,
    "x" * 40,
    "</style>",
    "{area}",
]
SQUARE = [[[121.0, 29.0], [122.0, 29.0], [122.0, 30.0], [121.0, 30.0], [121.0, 29.0]]]
BOUNDARIES: dict[str, Any] = {
    "features": [
        {"properties": {"code": "1", "name": "甲区"}, "geometry": {"type": "Polygon", "coordinates": SQUARE}},
        {"properties": {"code": "9", "name": "丁区"}, "geometry": {"type": "MultiPolygon", "coordinates": [SQUARE]}},
    ]
}
FIGURES = Figures((Figure("得分率", "63.42", "较上季 ▲ 0.80", "above"), Figure("达标及以上", "358 个")))
BANDS = Bands((Band("★", "典范", 3, 1), Band("▲", "整改", 1, 4), Band("○", "数据不足", 2, 0)))
DIMENSIONS = Dots((Dot("社区环境", 58.94, "58.94", "+0.70", "below"), Dot("社区秩序", None, "—", "—", "muted")), 60)
MAP = CityMap(
    ("2026年第二季度", "2026年第三季度"),
    (
        MapUnit("1", "甲", "", ("59.10", "61.20"), (3, 4), "+1.20", "甲区"),
        MapUnit("2", "乙", "甲区", ("数据不足", "数据不足"), (-1, -1), "", "乙区"),
    ),
    BOUNDARIES,
    60,
    POINTS.labels(),
    "边界：测试，2026；审图号：待填",
)
RADAR = Radar(
    ("环境", "秩序", "阵地"),
    (
        Series("全市", (58.0, None, 70.0), ("58.00", "—", "70.00")),
        Series("上年", (55.0, 61.0, 66.0), ("55.00", "61.00", "66.00")),
    ),
    60,
)
TREND = Lines(
    ("2026年\n第一季度", "2026年\n第二季度", "2026年\n第三季度"),
    (58.2, None, 63.4),
    ("58.20", "—", "63.40"),
    ("", "", "▲"),
    60,
    Goal("2027年第一季度目标 66", 66, ("2026年\n第四季度", "2027年\n第一季度")),
)
BODIES = [FIGURES, BANDS, DIMENSIONS, MAP, RADAR, TREND]


def table(rows: int, name: str = "演示社区001") -> Table:
    columns = (Column("名称", 60), Column("得分", 40, is_number=True))
    return Table(columns, tuple((f"{name}", f"{number}.00") for number in range(rows)), (("plain", "below"),) * rows)


def briefing(
    *bodies: tuple[Body, ...], title: str = "全市得分率 63.42", is_demonstration: bool = True, **changes: Any
) -> Briefing:
    slides = tuple(Slide("map", title, "按户数加权", one, ("说明",), 20) for one in bodies)
    whole = Briefing(
        "论坛",
        "全市",
        "2026年第三季度",
        "演示数据 非真实评分" if is_demonstration else "",
        "文明典范社区标准",
        "示例细则：不是原文。",
        "口径",
        "2026-09-30",
        "第 7 版",
        slides,
    )
    return replace(whole, **changes)


def page(*bodies: tuple[Body, ...], **options: Any) -> str:
    return slides_html(briefing(*bodies, **options), home="./?period=2026Q3")


def sections(content: str) -> list[str]:
    return re.findall(r"<section.*?</section>", content, re.DOTALL)


def texts(content: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "\n", content))


@pytest.mark.parametrize(
    "body", [*BODIES, table(3), Points(("第一句", "第二句"))], ids=lambda body: type(body).__name__
)
def test_every_kind_of_body_is_one_slide(body: Body) -> None:
    (section,) = sections(page((body,)))
    assert 'aria-label="第 1 页，共 1 页：全市得分率 63.42"' in section
    assert "按户数加权" in section
    assert "演示数据 非真实评分" in section
    footer = texts(section[section.index("<footer>") :]).split()
    assert " ".join(footer) == (
        "全市 · 2026年第三季度 · 文明典范社区标准（示例细则） · 数据截至 2026-09-30 · 第 7 版 1 / 1"
    )


def test_every_value_is_printed() -> None:
    seen = texts(page((FIGURES, BANDS, DIMENSIONS), (MAP,), (RADAR, DIMENSIONS), (TREND,), (table(2),)))
    for text in (
        "63.42",
        "358 个",
        "★",
        "典范",
        "3 个",
        "2 个",
        "58.94",
        "+0.70",
        "达标线 60",
        "甲",
        "61.20",
        "乙 · 属甲区",
        "数据不足",
        "10 及以上",
        "低于 −10",
        "边界：测试，2026；审图号：待填",
        "58.00",
        "70.00",
        "上年",
        "63.40",
        "▲",
        "2027年第一季度目标 66",
        "演示社区001",
        "1.00",
    ):
        assert text in seen.splitlines() or text in seen, text


def test_nothing_comes_from_outside() -> None:
    content = page(*[(body,) for body in BODIES], (table(3),))
    assert not re.findall(r"https?://(?!www\.w3\.org/)", content)
    assert not re.findall(r"""(?:src|href|srcset|action)\s*=\s*["'](?!data:|#|\./)""", content)
    assert "url(" not in content.replace("url(#", "")
    assert "@import" not in content
    assert "default-src 'none'" in content


class _Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, int] = {}

    def handle_starttag(self, tag: str, attrs: Any) -> None:  # noqa: ARG002
        self.found[tag] = self.found.get(tag, 0) + 1


@pytest.mark.parametrize("text", NASTY)
def test_names_say_nothing_but_themselves(text: str) -> None:
    def elements(word: str) -> tuple[str, dict[str, int]]:
        bands = Bands((Band("★", word, 3, 1),))
        units = tuple(replace(unit, name=word, host=word, long_name=word) for unit in MAP.units)
        radar = replace(RADAR, axes=(word, "秩序", "阵地"), series=(replace(RADAR.series[0], name=word),))
        every: list[tuple[Body, ...]] = [
            (Figures((Figure(word, word, word),)),),
            (bands,),
            (Dots((Dot(word, 61.0, word, word, "above"),), 60),),
            (replace(MAP, units=units, source=word),),
            (radar,),
            (table(2, word),),
            (Points((word,)),),
        ]
        parser = _Elements()
        content = page(*every, title=word, area=word)
        parser.feed(content)
        return content, parser.found

    content, found = elements(text)
    _, usual = elements("普通名称")
    assert {tag: found.get(tag) for tag in usual if tag != "text"} == {
        tag: count for tag, count in usual.items() if tag != "text"
    }
    assert "text" in found
    assert text in texts(content)


def test_no_text_of_a_drawing_is_smaller_than_read_from_the_back_row() -> None:
    long = replace(DIMENSIONS, items=tuple(replace(DIMENSIONS.items[0], name="长" * 40) for _ in range(9)))
    content = page(*[(body,) for body in BODIES], (FIGURES, BANDS, long))
    sizes = [int(size) for size in re.findall(r'font-size="(\d+)"', content)]
    assert min(sizes) >= SMALLEST


def test_three_hundred_rows_are_continued_and_none_is_lost() -> None:
    found = sections(page((table(300),)))
    assert len(found) > 10
    assert sum(section.count("<tr>") - 1 for section in found) == 300
    assert f"（续 2/{len(found)}）" in texts(found[1])
    assert f"{len(found)} / {len(found)}" in texts(found[-1])


def test_long_names_make_rows_higher_and_slides_fewer_rows() -> None:
    short, long = (len(sections(page((table(40, name),)))) for name in ("短", "很长的名称" * 24))
    assert long > short


def test_many_sentences_are_continued() -> None:
    found = sections(page((Points(tuple(f"{number}：" + "话" * 120 for number in range(30))),)))
    assert len(found) > 1
    assert sum(section.count("<li>") for section in found) == 30


def test_long_titles_are_set_smaller_in_steps() -> None:
    steps = [
        re.findall(r'<h1 class="(t\d)"', page((FIGURES,), title="题" * length))[0]
        for length in (10, 30, 60, 90, 150, 300)
    ]
    assert steps == ["t1", "t2", "t3", "t4", "t5", "t6"]


def test_a_cover_has_a_title_the_period_and_the_nature_of_the_data() -> None:
    (section,) = sections(page(()))
    assert 'class="slide cover"' in section
    assert {"论坛", "全市得分率 63.42", "按户数加权", "演示数据 非真实评分"} <= set(texts(section).splitlines())


def test_official_data_bear_no_watermark() -> None:
    content = page((), (FIGURES,), is_demonstration=False)
    assert 'class="watermark"' not in content
    assert 'class="nature"' not in content


def test_a_map_of_several_periods_carries_them_all() -> None:
    (section,) = sections(page((MAP,)))
    assert 'data-periods="2026年第二季度|2026年第三季度"' in section
    assert 'class="unit c4" data-classes="3|4" data-values="59.10|61.20"' in section
    assert 'class="unit cn" data-classes="-1|-1" data-values="数据不足|数据不足"' in section
    assert 'class="empty"' in section  # a polygon nobody said anything of


def test_a_map_of_one_period_does_not_play() -> None:
    units = tuple(replace(unit, values=unit.values[1:], classes=unit.classes[1:]) for unit in MAP.units)
    content = page((replace(MAP, periods=MAP.periods[1:], units=units),))
    assert "data-periods=" not in content.split("<script>")[0]


def test_the_unit_spoken_of_stands_out() -> None:
    units = (replace(MAP.units[0], is_subject=True), MAP.units[1])
    assert 'class="unit c4 subject"' in page((replace(MAP, units=units),))


def test_a_map_without_any_polygon_is_all_tiles() -> None:
    content = page((replace(MAP, boundaries={"features": []}),))
    assert "61.20" in texts(content)


@pytest.mark.parametrize(
    "trend",
    [
        replace(TREND, goal=None),
        replace(TREND, goal=Goal("目标 50", 50, ("下季",) * 9)),
        replace(TREND, scores=(None, None, 63.4)),
    ],
)
def test_a_trend_without_a_goal_or_with_gaps_is_drawn(trend: Lines) -> None:
    assert "63.40" in texts(page((trend,)))


def test_the_way_to_a_goal_is_dashed_unless_it_is_reached() -> None:
    assert 'class="hope"' in page((TREND,))
    reached = page((replace(TREND, goal=Goal("目标 60", 60, ("下季",) * 2)),))
    assert 'class="hope"' not in reached
    assert "目标 60" in texts(reached)


def test_a_band_of_no_community_has_words_but_no_piece() -> None:
    content = page((Bands((Band("★", "典范", 0, 1), Band("●", "达标", 5, 2))),))
    assert content.split("<main")[1].count('class="band ') == 1
    assert "0 个" in texts(content)


def test_the_colours_are_those_of_the_scale() -> None:
    content = page((MAP,))
    assert all(
        f"svg .c{number} .ground,svg .swatch.c{number}{{fill:{colour}}}" in content
        for number, colour in enumerate(CLASS_COLOURS)
    )


def test_the_same_briefing_gives_the_same_file() -> None:
    assert page((FIGURES, BANDS), (MAP,)) == page((FIGURES, BANDS), (MAP,))


def test_a_way_back_is_relative() -> None:
    assert '<body class="slides" data-home="./?period=2026Q3">' in page((FIGURES,))


def test_wrapped_lines_fit_and_lose_nothing() -> None:
    text = "演示社区 with Latin，和中文" * 5
    lines = lines_in(text, 30, 200)
    assert "".join(lines) == text
    assert all(width_of(line, 30) <= 200 for line in lines)


def test_bodies_side_by_side_stay_on_the_stage() -> None:
    content = page((FIGURES, BANDS, DIMENSIONS))
    widths = [float(wide) for wide in re.findall(r'class="card" style="--w:(\d+)', content)]
    heights = [float(high) for high in re.findall(r'class="card" style="--w:\d+;--h:(\d+)', content)]
    assert sum(widths) + 28 <= 1777
    assert max(heights) < HEIGHT


def test_a_notice_names_why_and_the_ways_out() -> None:
    content = notice_html("标题", "第一行\n第<二>行", [("返回看板", "/?a=1&b=2")])
    assert "<p>第一行</p><p>第&lt;二&gt;行</p>" in content
    assert '<a href="/?a=1&amp;b=2">返回看板</a>' in content


@pytest.mark.parametrize("width", [560.0, 780.0, 1120.0, 1712.0])
@pytest.mark.parametrize(
    "goal", [None, Goal("2027年第一季度目标 66", 66, ("下季",) * 2), Goal("目标 58", 58, ("下季",))]
)
@pytest.mark.parametrize("way", ["rises", "falls", "swings", "stands"])
def test_no_label_of_a_trend_lies_upon_another(width: float, goal: Goal | None, way: str) -> None:
    steps = {"rises": 0.9, "falls": -0.9, "swings": 0.0, "stands": 0.0}[way]
    scores = tuple(60 + steps * number + (4 * (-1) ** number if way == "swings" else 0) for number in range(12))
    periods = tuple(f"{2024 + number // 4}年\n第{'一二三四'[number % 4]}季度" for number in range(12))
    trend = Lines(periods, scores, tuple(f"{score:.2f}" for score in scores), ("", "▲", "▽") * 4, 60, goal)
    drawn = trend.svg(Place(width, 320.0 if width < 1200 else HEIGHT, "x", is_live=width < 1200))
    boxes = []
    for x, y, size, anchor, text in re.findall(
        r'<text x="([\d.-]+)" y="([\d.-]+)" font-size="(\d+)" text-anchor="(\w+)"[^>]*>([^<]*)<', drawn
    ):
        wide, middle = width_of(text, float(size)), float(y) - 0.36 * float(size)
        left = float(x) - wide * {"start": 0, "middle": 0.5, "end": 1}[anchor]
        boxes.append((text, left, left + wide, middle - float(size) / 2, middle + float(size) / 2))
    assert trend.values[-1] in [text for text, *_ in boxes]
    for number, (text, left, right, top, bottom) in enumerate(boxes):
        for other, *edges in boxes[:number]:
            meets = left + 1 < edges[1] and edges[0] + 1 < right and top + 1 < edges[3] and edges[2] + 1 < bottom
            assert not meets, (text, other)
