"""报送 on a small demonstration city: a unit hands in, the city reviews, publishes and goes back."""

import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from data import acts, clock
from data.collecting import submitting
from data.collecting.batches import Asked
from data.collecting.city import standards_in_force
from data.collecting.collection import Collection
from data.collecting.decisions import State
from data.collecting.progress import deadline_of
from data.collecting.submitting import submit
from data.templates.forms import template
from data.versions import publishing
from data.versions.building import CheckFailed
from data.versions.previews import take_preview
from data.versions.store import DATABASE, Store
from data.versions.underway import Publication, last_publication
from pages.shared.viewer import Role, Viewer
from tests.pages.conftest import Asking, Open, tables

PAGE = "submission/page.py"
Upload = tuple[str, bytes, str]


def form(store: Store, unit: str = "330212") -> Upload:
    """The form of the measurements of a unit for the coming period, as it is handed out: last values and all."""
    folder = store.folder(1)
    asked = {"standards": standards_in_force(folder), "city": folder / DATABASE, "unit": unit, "period": "2026Q4"}
    return "指标数据.xlsx", template("measurements", **asked), ""


@pytest.fixture(scope="module")
def demonstration(sample_city: Callable[[float], Store]) -> Store:
    """A fiftieth of the demonstration city as version 1: what is published here is published anew each time."""
    return sample_city(0.02)


@pytest.fixture(scope="module")
def own_form(demonstration: Store) -> Upload:
    """The form of 鄞州区, made once."""
    return form(demonstration)


@pytest.fixture(scope="module")
def handed_in(demonstration: Store, own_form: Upload, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The demonstration city with the form of 鄞州区 handed in as batch 1; tests only copy it."""
    folder = tmp_path_factory.mktemp("handed_in")
    store = Store(shutil.copytree(demonstration.root, folder / "store"))
    file = folder / own_form[0]
    file.write_bytes(own_form[1])
    submission = submit(store, [file], Asked("2026Q4", "330212"), by="张三")
    assert submission.batch
    return store


@pytest.fixture
def use(tmp_path: Path, no_real_store: None, monkeypatch: pytest.MonkeyPatch) -> Callable[[Store], Store]:  # noqa: ARG001
    """Open a copy of a store, which may be changed."""

    def run(original: Store) -> Store:
        root = shutil.copytree(original.root, tmp_path / "copy")
        monkeypatch.setenv("DASHBOARD_STORE", str(root))
        return Store(root)

    return run


@pytest.fixture
def store(demonstration: Store, use: Callable[[Store], Store]) -> Store:
    """The demonstration city, nothing handed in."""
    return use(demonstration)


@pytest.fixture
def collecting(handed_in: Store, use: Callable[[Store], Store]) -> Store:
    """The demonstration city with one batch to review."""
    return use(handed_in)


def words(app: AppTest) -> str:
    assert not app.exception
    shown = (*app.title, *app.subheader, *app.caption, *app.error, *app.warning, *app.info, *app.success, *app.markdown)
    return "\n".join(str(element.value) for element in shown)


def button(app: AppTest, key: str) -> bool:
    return any(found.key == key for found in app.button)


def upload(open_page: Open, *files: Upload, unit: str = "330212", period: str = "2026Q4") -> AppTest:
    app = open_page(PAGE, view="上传体检", for_unit=unit, for_period=period)
    return app.file_uploader(key="files").set_value(list(files)).run()


@pytest.mark.usefixtures("store")
def test_the_progress_names_every_unit_and_whom_to_remind(open_page: Open) -> None:
    app = open_page(PAGE, due="2026Q4")
    assert "2026年第四季度报送：14\u00a0个单位，待报 14" in words(app)
    assert len(tables(app)[0]) == 14
    assert "海曙区" in app.code[0].value
    app.selectbox(key="due").set_value("2026Q3").run()
    assert "已发布 14" in words(app)
    assert not app.code


def test_the_city_sets_the_deadline(store: Store, open_page: Open) -> None:
    from datetime import date

    app = open_page(PAGE, due="2026Q4")
    app.date_input(key="deadline_2026Q4").set_value(date(2027, 1, 31)).run()
    app.button(key="save_deadline").click().run()
    assert "请先在上方填写经办人姓名" in words(app)
    app.text_input(key="by").set_value("李四").run()
    app.button(key="save_deadline").click().run()
    assert "截止日期改为 2027-01-31" in words(app)
    assert deadline_of(store, "2026Q4") == date(2027, 1, 31)


def test_a_form_is_inspected_and_handed_in_as_it_is_once(store: Store, open_page: Open, own_form: Upload) -> None:
    app = upload(open_page, own_form)
    assert app.title[0].value.startswith("体检通过：1 个文件")
    assert Collection(store).batches() == []
    app.button(key="submit").click().run()
    assert "请先在上方填写经办人姓名" in words(app)
    app.text_input(key="by").set_value("张三").run()
    app.button(key="submit").click().run()
    assert "已提交：第 1 批，等待审核。" in words(app)
    assert [(batch.received_by, batch.units) for batch in Collection(store).batches()] == [("张三", ("330212",))]
    app.button(key="submit").click().run()
    assert "与第 1 批完全相同" in words(app)
    assert len(Collection(store).batches()) == 1
    app.segmented_control(key="view").set_value("报送进度").run()
    assert "2026年第四季度报送：14\u00a0个单位，已报 1、待报 13" in words(app)


def test_a_spoilt_file_is_refused_with_its_cells(store: Store, open_page: Open) -> None:
    rows = "社区代码,时期,指标代码,数值\n990000000000,2026Q4,E1,85\n990212001001,2026Q4,E1,高\n"
    app = upload(open_page, ("指标数据.csv", rows.encode(), ""))
    assert app.title[0].value.startswith("体检未通过：1 个文件，读取 2 行")
    problems = tables(app)[1]
    assert {"A2", "D3"} <= set(problems["单元格"])
    assert not button(app, "submit")
    assert Collection(store).batches() == []


def test_a_submission_is_given_back_with_a_reason(collecting: Store, open_page: Open) -> None:
    app = open_page(PAGE, view="审核发布")
    assert "1 批待审核" in words(app)
    app.text_input(key="by").set_value("李四").run()
    app.button(key="give_back").click().run()
    assert "退回须写明原因" in words(app)
    app.text_input(key="return_reason").set_value("E4 请核对").run()
    app.button(key="give_back").click().run()
    assert "第 1 批已退回。" in words(app)
    assert Collection(collecting).states() == {1: State.RETURNED}
    app.segmented_control(key="view").set_value("报送进度").run()
    assert "E4 请核对" in app.code[0].value


def test_what_is_reviewed_is_previewed_published_and_taken_back(collecting: Store, open_page: Open) -> None:
    store = collecting
    app = open_page(PAGE, view="审核发布")
    assert not button(app, "preview")
    app.text_input(key="by").set_value("李四").run()
    app.button(key="accept").click().run()
    assert not button(app, "publish"), "nothing is published unseen"
    assert "还有 13 个单位没有审核通过的数据" in words(app)
    app.button(key="preview").click().run()
    assert "新增时期：2026Q4" in words(app).replace("\\", "")
    assert store.current() == 1
    app.text_input(key="publication_reason").set_value("第四季度").run()
    app.button(key="publish").click().run()
    wait_for_the_end(store)
    app.run()
    assert "第 2 版已发布并生效。" in words(app)
    assert (store.current(), store.manifest(2).published_by, store.manifest(2).reason) == (2, "李四", "第四季度")

    app.segmented_control(key="view").set_value("版本历史").run()
    assert app.title[0].value.startswith("第 2 版生效")
    app.selectbox(key="version").set_value("1").run()
    app.button(key="compare").click().run()
    assert "新增时期：2026Q4" in words(app).replace("\\", "")
    app.button(key="roll_back").click().run()
    assert "第 1 版已重新生效。" in words(app)
    assert store.current() == 1
    assert Collection(store).states() == {1: State.REVIEWED}


def wait_for_the_end(store: Store) -> Publication:
    """The last publication, once it has ended."""
    for _ in range(600):
        if (last := last_publication(store)) and not last.is_under_way:
            return last
        time.sleep(0.1)
    raise TimeoutError


def test_a_publication_goes_on_when_the_page_is_left_and_its_end_is_seen_by_who_comes_back(
    collecting: Store, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_end = threading.Event()
    Collection(collecting).review(1, by="市")

    def take(store: Store, key: str, target: Path) -> dict[str, Any] | None:
        assert may_end.wait(60)
        return take_preview(store, key, target)

    app = open_page(PAGE, view="审核发布")
    app.text_input(key="by").set_value("李四").run()
    app.button(key="preview").click().run()
    monkeypatch.setattr(publishing, "take_preview", take)
    app.button(key="publish").click().run()

    other = open_page(PAGE, view="审核发布")
    assert "离开本页不影响发布" in words(other)
    assert not button(other, "preview")
    assert not button(other, "publish")
    may_end.set()
    assert wait_for_the_end(collecting).version == 2
    assert "第 2 版已发布并生效。" in words(open_page(PAGE, view="审核发布", all_batches="true"))
    (done, *_) = acts.read(collecting)
    assert (done.kind, done.result, done.who, done.door) == ("发布", "完成", "李四", "网页")


def test_why_a_publication_was_not_done_is_said_to_who_comes_back(
    collecting: Store, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: Any) -> dict[str, Any]:
        raise CheckFailed("核对未通过")

    Collection(collecting).review(1, by="市")
    monkeypatch.setattr(publishing, "build_version", fails)
    with pytest.raises(CheckFailed):
        publishing.publish_batches(collecting, by="王五")
    assert "上一次发布没有完成（王五" in words(open_page(PAGE, view="审核发布"))
    assert "核对未通过" in words(open_page(PAGE, view="审核发布"))
    assert collecting.current() == 1


def test_a_publication_that_a_stop_cut_short_is_said_to_be_so(collecting: Store, open_page: Open) -> None:
    begun = Publication(thing="各批报送", by="王五", began_at=clock.now(), fraction=0.4)
    (collecting.root / "publication.json").write_text(begun.model_dump_json(), encoding="utf-8")
    Collection(collecting).review(1, by="市")
    assert "程序在途中停止" in words(open_page(PAGE, view="审核发布"))


def test_a_district_sees_and_hands_in_its_own_only(collecting: Store, open_page: Open, asking: Asking) -> None:
    asking(Viewer("海曙经办", ("330203",), Role.DISTRICT))
    app = open_page(PAGE)
    assert tables(app)[0]["单位"].tolist() == ["海曙区"]
    assert not button(app, "save_deadline")
    assert not app.code
    app.segmented_control(key="view").set_value("审核发布").run()
    assert "还没有收到报送" in words(app), "the batch is another unit's"
    app.segmented_control(key="view").set_value("上传体检").run()
    assert app.selectbox(key="for_unit").options == ["海曙区"]
    app.file_uploader(key="files").set_value([form(collecting, "330203")]).run()
    app.button(key="submit").click().run()
    assert "已提交：第 2 批" in words(app)
    assert Collection(collecting).batch(2).received_by == "海曙经办"
    app.segmented_control(key="view").set_value("审核发布").run()
    assert "1 批待审核" in words(app)
    assert not any(button(app, key) for key in ("accept", "give_back", "preview", "publish"))
    app.segmented_control(key="view").set_value("版本历史").run()
    assert not any(button(app, key) for key in ("roll_back", "compare"))


def test_what_is_not_a_districts_own_is_not_taken_from_it(
    store: Store, open_page: Open, own_form: Upload, asking: Asking
) -> None:
    asking(Viewer("海曙经办", ("330203",), Role.DISTRICT))
    app = upload(open_page, own_form, unit="330212")
    assert app.title[0].value.startswith("体检未通过")
    assert not button(app, "submit")
    standard = next((store.folder(1) / "standard").glob("*.toml"))
    app.file_uploader(key="files").set_value([(standard.name, standard.read_bytes(), "")]).run()
    assert "由市级管理员提交" in words(app)
    assert not button(app, "submit")


def test_a_standard_that_is_not_a_districts_to_bring_is_not_even_read(
    store: Store, open_page: Open, asking: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[object] = []
    monkeypatch.setattr(submitting, "inspect_files", lambda *_arguments, **_asked: read.append(1))
    asking(Viewer("海曙经办", ("330203",), Role.DISTRICT))
    before = len(acts.read(store))
    app = upload(open_page, ("标准.TOML", b"[" * 1000, ""), unit="330203")
    assert "标准.TOML：评价标准由市级管理员提交，请移除后再试。" in words(app).replace("\\", "")
    assert app.title[0].value == "有文件不能由您提交"
    assert read == []
    (refusal,) = acts.read(store)[: len(acts.read(store)) - before]
    assert (refusal.kind, refusal.thing, refusal.who) == (acts.Kind.REFUSAL, "标准.TOML", "海曙经办")
