"""What a page of a ledger speaks of: who has handed in, and whom it leaves out aloud."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import queries
from data.versions.store import Store
from pages.shared.formats import number
from queries.database import open_database
from queries.rates import percent
from tests.pages.conftest import Open, exports
from tests.resealed import change

# A district hands in its tickets of October, the others have none yet.
LATER = """
update publication set data_until = '2026-10-31';
insert into span values ('2026-10', 'month', '2026-10-01', '2026-10-31', '2026-09', null);
insert into appeal by name select * replace ('X' || appeal_code as appeal_code, received_at + interval 61 day as received_at,
due_at + interval 61 day as due_at, closed_at + interval 61 day as closed_at) from appeal
inner join community using (community_code) where unit_code = '330212' and received_at between '2026-08-01' and '2026-08-20'
"""


def test_a_month_that_one_district_has_handed_in_speaks_of_that_district_alone(
    shown: Store, open_page: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(Path(shutil.copytree(shown.root, tmp_path / "later")))
    change(store, 1, LATER.replace("select *", "select appeal.*"))
    monkeypatch.setenv("DASHBOARD_STORE", str(store.root))
    app = open_page("appeals/page.py", span="month4")
    assert not app.exception
    asked = {"period": "2026-10", "area_kind": "city", "units": ("330212",)}
    (own,) = queries.appeal_rates(open_database(store, 1), **asked).to_dict("records")
    title = app.title[0].value.replace("\\", "")
    count = len(queries.ledger_reach(open_database(store, 1), period="2026-10"))
    assert title.startswith(f"全市（1/{count} 个单位已报）诉求按期办结 {percent(own['on_time_rate'])}")
    assert app.get("button_group")[0].proto.options[4].content == "10月"
    assert all("units=330212" in link for link in exports(app))
    whole = open_page("appeals/page.py")
    assert whole.title[0].value.startswith("全市诉求按期办结")
    problems = open_page("rectification/page.py")  # of which nobody has told since September
    (until,) = set(queries.ledger_reach(open_database(store, 1), period="2026Q3")["problems_until"])
    assert problems.title[0].value.replace("\\", "").startswith(f"全市（截至 {until}）整改率")
    (then,) = queries.finding_rates(open_database(store, 1), period="2026Q3", area_kind="city", as_of=until).to_dict(
        "records"
    )
    drawn = " ".join(element.proto.body for element in problems.get("html"))
    assert f"{number(then['rectified_count'], 0)}/{number(then['due_count'], 0)}" in drawn
