"""The rooms of the reports: sections are found, and what draws is imported when something is drawn."""

from __future__ import annotations

import subprocess
import sys
from string import Formatter

import pandas as pd
import pytest

from data.settings import PROJECT
from queries.database import Database
from queries.reports.bodies.map import CityMap
from queries.reports.bodies.points import Points
from queries.reports.bodies.table import Table
from queries.reports.orders import read_orders
from queries.reports.sections import COMMON, Part, SlideRule, sections
from queries.reports.subject import Audience, Subject
from queries.reports.words import by_unit

SQUARE = [[[121.0, 29.0], [122.0, 29.0], [122.0, 30.0], [121.0, 30.0], [121.0, 29.0]]]
BOUNDARIES = {"features": [{"properties": {"code": "330203"}, "geometry": {"type": "Polygon", "coordinates": SQUARE}}]}


def part(city: Database, name: str, audience: Audience, **rule: int) -> Part:
    subject = Subject(city, BOUNDARIES, "2026Q3", "example-2026", audience=audience)
    return sections()[name].part(subject, SlideRule(section=name, title="x", **rule))


def test_every_section_is_shown_in_an_order_that_is_shipped() -> None:
    shown = {rule.section for order in read_orders().values() for rule in order.slide}
    assert shown == set(sections())


def test_the_shipped_file_names_every_section_and_its_fields_to_the_office() -> None:
    text = (PROJECT / "queries" / "reports" / "files" / "orders.toml").read_text(encoding="utf-8")
    said = " ".join(line.removeprefix("#") for line in text.splitlines() if line.startswith("#"))
    for name, section in sections().items():
        assert name in said
        assert not section.fields or " ".join((name, *section.fields)) in " ".join(said.split())


@pytest.mark.parametrize("name", sections())
def test_a_title_speaks_of_its_own_fields_only(name: str) -> None:
    fields = (*COMMON, *sections()[name].fields)
    rule = SlideRule(section=name, title="".join(f"{{{field}}}" for field in fields))
    assert [field for _, field, _, _ in Formatter().parse(rule.title)] == list(fields)
    with pytest.raises(ValueError, match="不能用在这里，可选 area"):
        SlideRule(section=name, title="{nothing}")


def test_what_draws_is_imported_when_something_is_drawn() -> None:
    program = (
        "import sys, queries.reports.opening; print(*{'pptx', 'docx', 'shapely', 'geopandas'} & sys.modules.keys())"
    )
    found = subprocess.run([sys.executable, "-c", program], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert found.stdout.split() == []


def test_all_are_named_by_unit_and_those_of_one_name_with_their_street() -> None:
    rows = pd.DataFrame(
        [
            ("2", "乙区", "东城社区", "南街"),
            ("1", "甲区", "东城社区", "西街"),
            ("3", "乙区", "东城社区", "北街"),
        ],
        columns=["area_code", "unit_name", "area_name", "street_name"],
    )
    ((points,),) = by_unit(rows)
    assert points.items == ("甲区 1 个：东城社区", "乙区 2 个：东城社区（南街）、东城社区（北街）")
    assert by_unit(rows, are_named=False) == ((Points(("甲区 1 个、乙区 2 个",)),),)
    many = pd.concat([rows.assign(area_code=str(number), area_name=f"社区{number}") for number in range(300)])
    said = "".join(item for (points,) in by_unit(many) for item in points.items)
    assert all(said.count(f"社区{number}") >= 3 for number in range(300))


def test_more_of_the_best_band_than_a_list_shows_are_named_without_an_order(city: Database) -> None:
    listed = part(city, "examples", "internal", most=20)
    count = int(listed.fields["count"])
    assert isinstance(listed.slides[0][0], Table)
    named = part(city, "examples", "internal", most=max(count - 1, 1)) if count > 1 else None
    assert named is None or isinstance(named.slides[0][0], Points)
    assert "排名不分先后" in listed.subtitle


def test_who_fell_out_is_listed_and_in_public_only_counted(city: Database) -> None:
    subject = Subject(city, {}, "2026Q3", "example-2026")
    fallen = subject.moves[subject.moves["direction"] == "fell"]["area_name"].tolist()
    assert fallen
    inside, outside = part(city, "falls", "internal"), part(city, "falls", "public")
    assert f"{len(fallen)} 个社区" in inside.fields["falls"]
    said = {
        name: "".join(body.words for slide in one.slides for body in slide)
        for name, one in (("inside", inside), ("outside", outside))
    }
    assert all(name in said["inside"] and name not in said["outside"] for name in fallen)


def test_boundaries_without_an_approval_are_not_shown_in_public(city: Database) -> None:
    maps: list[CityMap] = []
    for audience in ("internal", "public"):
        ((body,),) = part(city, "map", audience).slides
        assert isinstance(body, CityMap)
        maps.append(body)
    inside, outside = maps
    assert (len(inside.boundaries["features"]), len(outside.boundaries["features"])) == (1, 0)
    assert "审图号：待填" in inside.source
    assert "没有审图号，不作公开展示" in outside.source


def test_the_title_of_a_map_that_plays_has_the_words_of_every_quarter(city: Database) -> None:
    played = sections()["map"].part(
        Subject(city, BOUNDARIES, "2026Q3", "example-2026"), SlideRule(section="map", title="{below}", plays=True)
    )
    ((body,),) = played.slides
    assert isinstance(body, CityMap)
    assert len(played.played) == len(body.periods)
    assert played.played[-1] == played.fields
