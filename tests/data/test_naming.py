"""点名: nobody is named before a person releases it; the last word holds, and the log of acts has each."""

from __future__ import annotations

from pathlib import Path

import pytest

from data import acts
from data.acts import Actor, Door, act_as
from data.naming import are_released, release
from data.versions.store import Store, StoreError


def test_nothing_is_released_until_somebody_does_and_it_can_be_taken_back(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    act_as(Actor("张三", Door.PAGE))
    assert not are_released(store, "digest", "2026Q3")
    release(store, "digest", "2026Q3", is_released=True)
    assert are_released(store, "digest", "2026Q3")
    assert not are_released(store, "digest", "2026Q2")
    assert not are_released(store, "another version", "2026Q3")
    release(store, "digest", "2026Q3", is_released=False)
    assert not are_released(store, "digest", "2026Q3")
    logged = [(entry.who, entry.kind, entry.thing, entry.result) for entry in acts.read(store)]
    assert logged == [
        ("张三", "收回点名", "2026年第三季度", "完成"),
        ("张三", "放开点名", "2026年第三季度", "完成"),
    ]


def test_lines_that_cannot_be_read_release_nothing(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    file = store.root / "log" / "names.jsonl"
    file.parent.mkdir(parents=True)
    file.write_text('{"version": "digest", "period": "2026Q3", "is_released": "yes"}\nnothing\n', encoding="utf-8")
    assert not are_released(store, "digest", "2026Q3")


def test_what_cannot_be_written_is_not_released(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(tmp_path / "store")

    def full(*_: object, **__: object) -> None:
        raise OSError

    monkeypatch.setattr("data.naming.append", full)
    with pytest.raises(StoreError, match="没有改变"):
        release(store, "digest", "2026Q3", is_released=True)
    assert not are_released(store, "digest", "2026Q3")
    assert acts.read(store)[0].result == "未完成"
