import threading
from pathlib import Path

import pytest
import streamlit as st

import data.versions.publishing
from data.versions.store import Store, StoreError
from pages.shared.first_start import watch_first_start


class Left(Exception):
    """What Streamlit raises in the script of a visit whose window was closed, at its next element."""


class Building:
    """Stands in for the publication: counts, waits until it may end, and fails when told to."""

    def __init__(self) -> None:
        self.begun, self.may_end, self.faults = 0, threading.Event(), list[Exception]()

    def __call__(self, _store: Store, report: data.versions.publishing.Progress) -> None:
        self.begun += 1
        report(0.5, "计算得分率")
        if self.faults:
            raise self.faults.pop()
        assert self.may_end.wait(10)


@pytest.fixture
def building(monkeypatch: pytest.MonkeyPatch) -> Building:
    stand_in = Building()
    monkeypatch.setattr(data.versions.publishing, "publish_first", stand_in)
    return stand_in


def test_a_closed_window_does_not_stop_the_building(
    tmp_path: Path, building: Building, monkeypatch: pytest.MonkeyPatch
) -> None:
    class ClosedWindow:
        def progress(self, _fraction: float, _text: str) -> None:
            raise Left

    store = Store(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(st, "progress", lambda *_: ClosedWindow())
        for _ in range(2):
            with pytest.raises(Left):
                watch_first_start(store)
    building.may_end.set()
    watch_first_start(store)
    assert building.begun == 1


def test_a_building_that_fails_is_said_to_who_watches_and_begun_again_by_the_next(
    tmp_path: Path, building: Building
) -> None:
    store = Store(tmp_path)
    building.faults.append(StoreError("磁盘已满"))
    with pytest.raises(StoreError, match="磁盘已满"):
        watch_first_start(store)
    building.may_end.set()
    watch_first_start(store)
    assert building.begun == 2


def test_a_server_that_stops_does_not_build_to_the_end(
    tmp_path: Path, building: Building, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = threading.Thread(target=int)
    ended.start()
    ended.join()
    with monkeypatch.context() as patch:
        patch.setattr(threading, "main_thread", lambda: ended)
        with pytest.raises(StoreError, match="服务器已停止"):
            watch_first_start(Store(tmp_path))
    building.may_end.set()
    watch_first_start(Store(tmp_path))
    assert building.begun == 2
