"""The rooms of the reports: sections are found, and what draws is imported when something is drawn."""

from __future__ import annotations

import subprocess
import sys
from string import Formatter

import pytest

from data.settings import PROJECT
from queries.reports.orders import read_orders
from queries.reports.sections import COMMON, SlideRule, sections


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
