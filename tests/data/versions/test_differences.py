"""What differs between two versions."""

from pathlib import Path

import pytest

from data.reports import differences_lines
from data.versions.differences import compare, differences
from data.versions.manifest import Manifest
from data.versions.publishing import publish_folder
from data.versions.store import Store, StoreError
from tests.data.small_city import FLAWLESS, LOW, SILENT, Folder

KEY = {"community_code": LOW, "period": "2026Q3", "indicator_code": "E1"}


def test_a_version_does_not_differ_from_itself(published: tuple[Store, Manifest]) -> None:
    found = differences(published[0], 1, 1)
    assert (found.changed_count, found.band_change_count, found.has_other_boundaries) == (0, 0, False)
    assert found.compared_count == 17  # six communities in three periods, one of them founded after the first
    assert found.added.empty
    assert found.removed.empty
    assert found.moves.empty
    assert found.units.empty


def test_against_nothing_everything_is_new(published: tuple[Store, Manifest]) -> None:
    found = compare(None, published[0].folder(1))
    assert found.periods_added == ("2026Q1", "2026Q2", "2026Q3")
    assert (len(found.added), found.compared_count, found.earlier_measurement_count) == (6, 0, 0)
    assert found.standards_added == ("example-2025", "example-2026")
    assert not found.has_other_boundaries


def test_scores_bands_units_and_communities_that_change_are_named(folder: Folder, in_force: Store) -> None:
    flawless = {
        row["indicator_code"]: row["value"]
        for row in folder.tables["measurements"]
        if (row["community_code"], row["period"]) == (FLAWLESS, "2026Q3")
    }
    for row in folder.tables["measurements"]:
        if (row["community_code"], row["period"]) == (LOW, "2026Q3") and row.get("value"):
            row["value"] = flawless.get(row["indicator_code"], row["value"])
    folder.tables["communities"] = [row for row in folder.tables["communities"] if row["community_code"] != SILENT]
    folder.tables["measurements"] = [row for row in folder.tables["measurements"] if row["community_code"] != SILENT]
    publish_folder(in_force, folder.write())
    found = differences(in_force, 1, 2)
    assert list(found.removed["community_code"]) == [SILENT]
    assert list(found.removed["unit_name"]) == ["鄞州区"]
    assert found.added.empty
    (move,) = found.moves.to_dict("records")
    assert (move["community_code"], move["period"], move["earlier_period"]) == (LOW, "2026Q3", "2026Q3")
    assert round(move["earlier_score"], 9) == 40
    assert move["change"] == pytest.approx(move["later_score"] - move["earlier_score"])
    assert (found.changed_count, found.band_change_count) == (1, 1)
    (band,) = found.bands.to_dict("records")
    assert (band["earlier_band"], band["community_count"]) == ("整改", 1)
    units = found.units[["area_name", "period"]].to_numpy().tolist()
    assert units[:2] == [["全市", "2026Q3"], ["海曙区", "2026Q3"]]
    assert units[2:] == [["鄞州区", "2026Q1"]], "of which something is said, now that one of one is rated"
    assert found.summary()[0] == "社区：6 → 5（新增 0，减少 1）"
    back = differences(in_force, 2, 1)
    assert list(back.added["community_code"]) == [SILENT]


def test_a_new_period_is_set_against_the_one_before(folder: Folder, store: Store) -> None:
    rows = folder.tables["measurements"]
    folder.tables["measurements"] = [row for row in rows if row["period"] != "2026Q3"]
    publish_folder(store, folder.write())
    folder.tables["measurements"] = rows
    folder.row("measurements", **KEY)["value"] = "95"
    publish_folder(store, folder.write())
    found = differences(store, 1, 2)
    assert (found.periods_added, found.periods_removed) == (("2026Q3",), ())
    assert found.moves["community_code"].iloc[0] == LOW
    assert set(found.moves["period"]) == {"2026Q3"}
    assert set(found.moves["earlier_period"]) == {"2026Q2"}
    assert differences(store, 2, 1).periods_removed == ("2026Q3",)


def test_a_community_that_changes_its_unit_is_named_with_both(folder: Folder, in_force: Store) -> None:
    moving = folder.row("communities", community_code=LOW)
    other = folder.row("communities", community_code=SILENT)
    moving |= {"unit_code": other["unit_code"], "street_code": other["street_code"]}
    publish_folder(in_force, folder.write())
    found = differences(in_force, 1, 2)
    (moved,) = found.moved.to_dict("records")
    assert (moved["community_code"], moved["earlier_unit_name"], moved["unit_name"]) == (LOW, "海曙区", "鄞州区")
    assert "改属：1 个社区换了报送单位或街道" in found.summary()
    lines = list(differences_lines(found))
    assert "改属的社区：" in lines
    assert [line for line in lines if LOW in line and "海曙区/" in line and "→ 鄞州区/" in line]
    assert differences(in_force, 1, 1).moved.empty


def test_versions_that_are_not_there_are_said_so(published: tuple[Store, Manifest], tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="没有第 9 版"):
        differences(published[0], 1, 9)
    with pytest.raises(StoreError, match="没有第 1 版"):
        differences(Store(tmp_path), 1, 2)
