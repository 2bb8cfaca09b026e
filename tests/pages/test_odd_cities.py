"""Every page on cities that hardly have anything: told in words, never a traceback."""

from collections.abc import Callable
from pathlib import Path

import pytest

from data.settings import PROJECT
from data.versions.publishing import publish_folder
from data.versions.store import Store
from tests.data.small_city import FLAWLESS, Folder, small_city
from tests.pages.conftest import Open

PAGES = sorted(f"{page.parent.name}/page.py" for page in (PROJECT / "pages").glob("*/page.py"))
ODD_NAME = "=1+1<b>*龘𠮷*</b>$x$" + "长" * 21


def unreported(city: Folder) -> None:
    for row in city.tables["measurements"]:
        row |= {"state": "unreported", "value": "", "sample_size": "", "population_size": "", "standard_error": ""}
    city.tables["activities"] = city.tables["activities"][:1]


def not_applicable(city: Folder) -> None:
    unreported(city)
    for row in city.tables["measurements"]:
        row["state"] = "not_applicable"


def one_community(city: Folder) -> None:
    for rows in city.tables.values():
        rows[:] = [row for row in rows if row["community_code"] == FLAWLESS and row.get("period", "2026Q3") == "2026Q3"]
    city.tables["communities"][0]["community_name"] = ODD_NAME


@pytest.mark.parametrize("make_odd", [unreported, not_applicable, one_community])
def test_odd_cities_are_told_in_words(tmp_path: Path, open_page: Open, make_odd: Callable[[Folder], None]) -> None:
    city = small_city(tmp_path / "city")
    make_odd(city)
    city.write()
    publish_folder(Store(tmp_path / "store"), city.path)
    parts: dict[str, tuple[dict[str, str], ...]] = {
        "analysis/page.py": ({"view": "小样本"}, {"view": "构成效应"}, {"view": "权重推演"}),
        "comparison/page.py": ({"with": f"community:{FLAWLESS}"},),
        "community/page.py": ({"code": FLAWLESS},),
    }
    for page in PAGES:
        for parameters in ({}, {"unit": "330226"}, *parts.get(page, ())):
            app = open_page(page, **parameters)
            assert not app.exception, (page, parameters, app.exception)
            assert app.title[0].value
