"""Views that people saved: each viewer's own, the last word holds, and nothing but a link of the dashboard is one."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.versions.store import Store
from data.views import LONGEST_NAME, MOST, ViewError, remove_view, save_view, views_of


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


def test_everybody_has_their_own_in_the_order_in_which_they_were_saved(store: Store) -> None:
    assert views_of(store, "张三") == {}
    save_view(store, "张三", "我的区", "/league?unit=330212")
    save_view(store, "李四", "我的区", "/?unit=330203")
    save_view(store, "张三", "  社区  环境 ", "/map?measure=dimension:E")
    assert views_of(store, "张三") == {"我的区": "/league?unit=330212", "社区 环境": "/map?measure=dimension:E"}
    assert views_of(store, "李四") == {"我的区": "/?unit=330203"}


def test_a_name_is_given_anew_and_taken_away(store: Store) -> None:
    save_view(store, "张三", "我的区", "/league")
    save_view(store, "张三", "我的区", "/map")
    assert views_of(store, "张三") == {"我的区": "/map"}
    remove_view(store, "李四", "我的区")
    remove_view(store, "张三", "没有的")
    assert views_of(store, "张三") == {"我的区": "/map"}
    remove_view(store, "张三", "我的区")
    assert views_of(store, "张三") == {}


@pytest.mark.parametrize(
    "link",
    ["https://elsewhere", "//elsewhere/x", "/\\elsewhere", "javascript:alert(1)", "/map#x", f"/map?{'x' * 3000}"],
)
def test_a_link_leads_nowhere_else(store: Store, link: str) -> None:
    with pytest.raises(ViewError):
        save_view(store, "张三", "别处", link)
    (store.root / "log").mkdir(parents=True, exist_ok=True)
    with (store.root / "log" / "views.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"who": "张三", "name": "别处", "link": "https://elsewhere"}\nhalf a li')
    assert views_of(store, "张三") == {}


@pytest.mark.parametrize("name", ["", "   ", "长" * (LONGEST_NAME + 1)])
def test_a_view_has_a_name_that_can_be_shown(store: Store, name: str) -> None:
    with pytest.raises(ViewError, match="起一个名字"):
        save_view(store, "张三", name, "/map")


def test_nobody_fills_the_disk(store: Store) -> None:
    for number in range(MOST):
        save_view(store, "张三", f"视图{number}", "/map")
    with pytest.raises(ViewError, match="至多保存"):
        save_view(store, "张三", "多一个", "/map")
    save_view(store, "张三", "视图0", "/league")
