"""Which versions stay by the rule, which go, and what is left of those."""

from datetime import UTC, datetime, timedelta

import pytest

from data import acts, clock
from data.__main__ import main
from data.acts import Kind, act
from data.versions.pruning import fates, prune
from data.versions.store import Store, StoreError
from data.versions.verifying import verify
from tests.data.versions.test_store import build

NOW = datetime(2026, 11, 29, 4, tzinfo=UTC)


def set_clock(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    monkeypatch.setattr(clock, "_clock", lambda: at)


def published_on(store: Store, monkeypatch: pytest.MonkeyPatch, *days: str) -> None:
    """A version of each day, and then it is now."""
    for day in days:
        set_clock(monkeypatch, datetime.fromisoformat(f"{day}T04:00+00:00"))
        store.publish(build)
    set_clock(monkeypatch, NOW)


def kept(store: Store) -> dict[int, tuple[str, ...]]:
    return {fate.manifest.version: fate.reasons for fate in fates(store) if fate.reasons}


def test_all_of_a_month_stay_then_the_last_of_months_and_of_quarters(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    published_on(
        store,
        monkeypatch,
        *("2024-07-03", "2024-08-30", "2024-09-01", "2024-12-31"),  # months are too long ago for two years
        *("2026-01-05", "2026-01-06", "2026-10-29", "2026-10-30", "2026-11-28", "2026-11-28"),
    )
    assert kept(store) == {
        3: ("2024年第三季度最后一版",),
        4: ("2024年12月最后一版", "2024年第四季度最后一版"),
        6: ("2026年1月最后一版", "2026年第一季度最后一版"),
        8: ("最近 30 天发布", "2026年10月最后一版"),
        9: ("现行版本的上一版", "最近 30 天发布"),
        10: ("现行版本", "最近 30 天发布", "2026年11月最后一版", "2026年第四季度最后一版"),
    }


def test_the_day_is_that_of_beijing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    set_clock(monkeypatch, datetime(2026, 1, 31, 17, tzinfo=UTC))  # 1 February
    for _ in range(3):
        store.publish(build)
    set_clock(monkeypatch, NOW)
    assert kept(store)[3][1:] == ("2026年2月最后一版", "2026年第一季度最后一版")


def test_what_was_taken_away_within_a_year_keeps_its_version(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    published_on(store, monkeypatch, *["2025-11-01"] * 6)
    for version, kind, days in (
        (1, Kind.EXPORT, 364),
        (2, Kind.EXPORT, 367),
        (3, Kind.STAGE, 1),
        (4, Kind.PUBLISH, 1),
    ):
        set_clock(monkeypatch, NOW - timedelta(days=days))
        with act(store, kind, "整套看板", version=version):
            pass
    set_clock(monkeypatch, NOW)
    assert {version: reasons for version, reasons in kept(store).items() if version < 5} == {
        1: ("一年内导出过",),
        3: ("一年内投影过",),
    }


def test_a_version_that_was_rolled_back_from_is_the_last_of_no_month(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    published_on(store, monkeypatch, "2026-03-01", "2026-03-02", "2026-03-03", "2026-03-04")
    store.roll_back(2)
    assert kept(store) == {
        2: ("现行版本", "2026年3月最后一版", "2026年第一季度最后一版"),
        1: ("现行版本的上一版",),
    }


def test_the_rule_is_a_setting(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    published_on(store, monkeypatch, *(f"2026-{month:02d}-15" for month in range(4, 12)))
    monkeypatch.setenv("DASHBOARD_KEPT_DAYS", "0")
    monkeypatch.setenv("DASHBOARD_KEPT_MONTHS", "2")
    assert [*kept(store)] == [8, 7, 6, 3]


def test_of_what_goes_the_manifest_is_left_and_an_act_says_so(
    store: Store, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    published_on(store, monkeypatch, "2026-03-01", "2026-03-02", "2026-03-03", "2026-03-04")
    assert main(["prune", "--dry-run"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == "将清理 2 版的数据，共 0 MB；清单都留下"
    assert lines[0].endswith("留：现行版本、2026年3月最后一版、2026年第一季度最后一版")
    assert store.has_files(1)
    assert main(["prune", "--by", "张三"]) == 0
    assert [manifest.version for manifest in store.history()] == [4, 3, 2, 1]
    assert [path.name for path in (store.versions / "1").iterdir()] == ["manifest.json"]
    assert [store.has_files(version) for version in (1, 2, 3, 4)] == [False, False, True, True]
    assert all(finding.is_whole for finding in verify(store) if finding.thing.endswith("版"))
    (entry,) = acts.read(store)
    assert (entry.kind, entry.who, entry.details["versions"]) == (Kind.PRUNE, "张三", [1, 2])
    assert prune(store) == []
    assert len(acts.read(store)) == 1
    with pytest.raises(StoreError, match="缺少文件"):
        store.roll_back(1)
