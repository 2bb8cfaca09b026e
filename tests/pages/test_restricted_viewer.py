"""Who may see one reporting unit sees no other: no page names one, whatever is opened and however the link is written."""

import pytest
from streamlit.testing.v1 import AppTest

import queries
from data.versions.store import Store
from pages.shared.viewer import Role, Viewer
from queries.database import open_database
from tests.pages.conftest import Asking, Open

_OWN, _OTHER = "330212", "330203"
PAGES = {
    "overview/page.py": ({}, {"unit": _OTHER}),
    "map/page.py": ({}, {"unit": _OTHER}, {"play": "true"}),
    "league/page.py": ({}, {"area": "unit"}, {"area": "street"}, {"area": "unit", "order": "change"}),
    "comparison/page.py": ({}, {"with": f"unit:{_OTHER}"}),
    "community/page.py": ({}, {"search": "演示"}, {"code": "own"}),
    "activities/page.py": ({}, {"unit": _OTHER}),
    "analysis/page.py": ({"view": "漏斗图"}, {"view": "小样本"}, {"view": "构成效应"}, {"view": "权重推演"}),
    "briefing/page.py": ({},),
}


@pytest.fixture(autouse=True)
def restricted(asking: Asking) -> None:
    asking(Viewer("鄞州区文明办", (_OWN,), Role.DISTRICT))


def _sent(app: AppTest) -> str:
    """Everything that went to the browser, as text."""
    return "\n".join(
        element.proto.SerializeToString().decode("utf-8", errors="ignore")
        for element in app._tree
        if hasattr(element, "proto") and element.proto is not None
    )


@pytest.mark.parametrize(("page", "query"), [(page, query) for page, queries_ in PAGES.items() for query in queries_])
def test_no_other_unit_is_named(page: str, query: dict[str, str], shown: Store, open_page: Open) -> None:
    database = open_database(shown, 1)
    units = queries.units(database)
    own = units.loc[units["unit_code"] == _OWN, ["unit_name", "short_name"]].to_numpy().ravel().tolist()
    others = {name for name in units[["unit_name", "short_name"]].to_numpy().ravel() if name not in own}
    names = queries.community_names(database, units=(_OWN,))
    app = open_page(
        page, **{name: names["community_code"][0] if said == "own" else said for name, said in query.items()}
    )
    assert not app.exception
    sent = _sent(app)
    for source in queries.indicators(database, standard="example-2026")["citation"].dropna():
        sent = sent.replace(source, "")  # where a line comes from is the standard's word, and everybody's
    assert own[0] in sent
    assert "不在您可以查看的单位之内" not in sent, "the page stops half-way"
    assert {name for name in others if name in sent} == set()
