import gc
from functools import partial
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import data.versions.publishing
import queries
from data import acts
from data.versions.publishing import publish_first
from data.versions.store import Store, default_store
from pages.shared.memory import leave_alone_what_stays
from pages.shared.viewer import Role, Viewer
from tests.pages.conftest import Answered, Asking, Open


def words(app: AppTest) -> str:
    return "\n".join(
        str(element.value) for element in (*app.title, *app.caption, *app.error, *app.warning, *app.markdown)
    )


@pytest.mark.usefixtures("shown")
def test_every_page_shows_watermark_filters_data_date_and_register(open_page: Open) -> None:
    for page in ("overview/page.py", "map/page.py", "league/page.py"):
        app = open_page(page)
        assert not app.exception
        assert [box.label for box in app.selectbox][:3] == ["时期", "单位", "标准"]
        assert app.selectbox(key="period").value == "2026Q3"
        assert "数据截至 2026-09-30 · 第 1 版 · 覆盖 " in words(app)
        assert "社区口径：" in words(app)
        assert "示例细则" in app.caption[-1].value
        assert any("演示数据 非真实评分" in str(html.proto) for html in app.get("html"))


@pytest.mark.usefixtures("shown")
@pytest.mark.parametrize("unit", ["330212", "鄞州区"])
def test_a_link_may_name_a_unit_by_code_or_by_name(open_page: Open, unit: str) -> None:
    app = open_page(unit=unit, period="2026年第二季度")
    assert app.selectbox(key="unit").value == "330212"
    assert app.selectbox(key="period").value == "2026Q2"
    assert "鄞州区" in app.title[0].value


@pytest.mark.usefixtures("shown")
def test_an_unknown_value_in_a_link_is_named_and_the_default_shown(open_page: Open) -> None:
    app = open_page(period="foo", unit="330204")
    assert not app.exception
    assert app.selectbox(key="period").value == "2026Q3"
    assert ["foo" in notice.value and "时期" in notice.value for notice in app.warning] == [True, False]
    assert "330204" in app.warning[1].value


def test_the_first_start_builds_the_demonstration_city(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, open_page: Open
) -> None:
    monkeypatch.setattr(data.versions.publishing, "publish_first", partial(publish_first, scale=0.02))
    app = open_page()
    assert not app.exception
    assert "得分率" in app.title[0].value
    assert Store(tmp_path / "store").current() == 1


@pytest.mark.usefixtures("shown")
def test_after_the_first_page_no_garbage_is_sought_in_what_stays(open_page: Open) -> None:
    gc.unfreeze()
    leave_alone_what_stays.cache_clear()
    open_page()
    frozen = gc.get_freeze_count()
    assert frozen > 100_000
    open_page()
    assert gc.get_freeze_count() <= frozen, "once is enough"


@pytest.fixture
def damaged(shown: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store whose one version may be spoilt."""
    import shutil

    root = tmp_path / "damaged"
    shutil.copytree(shown.root, root)
    monkeypatch.setenv("DASHBOARD_STORE", str(root))
    return root


def spoilt(name: str, root: Path) -> None:
    database = root / "versions" / "1" / "city.duckdb"
    database.chmod(0o644)
    match name:
        case "truncated":
            database.write_bytes(database.read_bytes()[:5000])
        case "overwritten":
            database.write_bytes(b"\0" * database.stat().st_size)
        case "missing":
            database.unlink()
        case "no pointer":
            (root / "current").unlink()
        case "bad pointer":
            (root / "current").write_text("eins", encoding="utf-8")
        case "pointer to nothing":
            (root / "current").write_text("9", encoding="utf-8")
        case "no manifest":
            (root / "versions" / "1" / "manifest.json").unlink()


@pytest.mark.parametrize(
    "how", ["truncated", "overwritten", "missing", "no pointer", "bad pointer", "pointer to nothing", "no manifest"]
)
def test_a_damaged_store_is_explained_with_the_command_that_repairs_it(
    damaged: Path, open_page: Open, how: str
) -> None:
    spoilt(how, damaged)
    before = sorted(path.name for path in damaged.rglob("*"))
    app = open_page()
    assert not app.exception
    assert app.title[0].value == "数据暂时无法打开"
    assert "uv run python -m data" in words(app)
    assert sorted(path.name for path in damaged.rglob("*")) == before, "nothing is built over it"


@pytest.mark.usefixtures("shown")
def test_a_viewer_of_some_units_is_offered_only_those(open_page: Open, asking: Asking) -> None:
    asking(Viewer("某单位", ("330226", "330212"), Role.VIEWER))
    app = open_page(unit="330203")
    assert app.selectbox(key="unit").options == ["鄞州区", "宁海县"]
    assert "鄞州区" in app.title[0].value


@pytest.mark.usefixtures("shown")
def test_a_viewer_of_nothing_sees_nothing(open_page: Open, asking: Asking) -> None:
    asking(Viewer("无", (), Role.VIEWER))
    app = open_page()
    assert not app.exception
    assert "您还没有可以查看的单位，请联系管理员。" in [info.value for info in app.info]
    assert [title.value for title in app.title] == ["这一页不对您开放"]


@pytest.mark.usefixtures("shown")
def test_every_measure_of_the_map_survives_a_city_without_its_data(
    open_page: Open, answered: Answered, monkeypatch: pytest.MonkeyPatch
) -> None:
    measured = queries.area_measure
    answered(
        "area_measure",
        lambda database, **filters: measured(database, **filters).assign(
            value=float("nan"), line=float("nan"), distance=float("nan")
        ),
    )
    monkeypatch.setattr("pages.shared.explanation.explanations", lambda *_, **__: None)  # a lambda has no SQL to show
    app = open_page("map/page.py", measure="activities")
    assert not app.exception
    assert "均无数据" in app.title[0].value


@pytest.mark.usefixtures("shown")
@pytest.mark.parametrize("page", ["submission/page.py", "downloads/page.py"])
def test_the_management_of_data_is_closed_to_viewers(open_page: Open, asking: Asking, page: str) -> None:
    asking(Viewer("路人", role=Role.VIEWER))
    app = open_page(page)
    assert not app.exception
    assert [title.value for title in app.title] == ["这一页不对您开放"]
    last = acts.read(default_store())[0]
    assert (last.who, last.kind, last.result) == ("路人", "越权被拒", "未通过")
    assert not app.selectbox
    assert not app.button


@pytest.mark.usefixtures("shown")
def test_everything_else_stays_open_to_viewers(open_page: Open, asking: Asking) -> None:
    asking(Viewer("路人", role=Role.VIEWER))
    app = open_page("league/page.py")
    assert not app.exception
    assert "个社区有评分" in app.title[0].value


@pytest.mark.usefixtures("shown")
def test_a_broken_roles_file_opens_nothing(open_page: Open, tmp_path: Path, asking: Asking) -> None:
    asking(Viewer("路人", role=Role.VIEWER))
    (tmp_path / "roles.toml").write_text("person = 1", encoding="utf-8")
    app = open_page()
    assert not app.exception
    assert [title.value for title in app.title] == ["暂时无法确认您的权限"]
    assert [error.value for error in app.error] == [
        "权限文件 roles.toml 有误：person 写得不对或缺少。请管理员改正后再试"
    ]
    assert not app.selectbox


@pytest.mark.usefixtures("shown")
def test_every_page_offers_the_projection_of_what_it_shows(open_page: Open) -> None:
    app = open_page("map/page.py", unit="330212", period="2026Q2")
    assert "/stage" not in str(app.get("html"))
    app.button(key="project").click().run()
    address = "/stage?period=2026Q2&standard=example-2026&unit=330212&version=1"
    assert any(address in str(component.proto) for component in app.get("bidi_component"))


@pytest.mark.usefixtures("shown")
def test_the_order_that_is_chosen_on_the_page_is_projected(open_page: Open) -> None:
    app = open_page("briefing/page.py", deck="meeting", section="problems")
    app.button(key="project").click().run()
    address = "&order=meeting&sections=problems&version=1"
    assert any(address in str(component.proto) for component in app.get("bidi_component"))
