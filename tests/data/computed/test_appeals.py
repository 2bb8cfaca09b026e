"""P4 to P6 are counted from the appeals where their ledger covers the quarter, and reported otherwise."""

from pathlib import Path
from typing import Any

import duckdb
import pytest

from data.collecting.collection import Collection
from data.collecting.submitting import submit
from data.versions.publishing import publish_batches, publish_folder
from data.versions.store import DATABASE, Store
from tests.data.small_city import FLAWLESS, LOW, MISSING_ONE, ON_THE_LINE, Folder
from tests.data.submissions import LAST_PERIOD, measurement_file, write

SHARES = "select indicator_code, origin, state, round(value, 4), numerator, denominator, sample_size, population_size "


def ticket(number: int, received: str, community: str = FLAWLESS, **columns: str) -> dict[str, str]:
    return {
        "appeal_code": str(number),
        "community_code": community,
        "received_at": received,
        "channel": "电话",
        "category": "物业管理",
        **columns,
    }


def answered(closed: str, solved: str, satisfaction: str) -> dict[str, str]:
    return {"closed_at": closed, "callback_at": "2026-10-10", "is_solved": solved, "satisfaction": satisfaction}


# The third quarter of one unit, from its first month to its last.
TICKETS = [
    # due before the quarter, closed in it
    ticket(1, "2026-06-20 08:00", due_at="2026-06-27 08:00", **answered("2026-07-02 08:00", "是", "满意")),
    # in time to the second, by the end of a day, and late
    ticket(2, "2026-07-05 08:00", due_at="2026-07-12 08:00", **answered("2026-07-12 08:00", "是", "满意")),
    ticket(3, "2026-07-05 08:00", due_at="2026-07-12", **answered("2026-07-12 20:00", "否", "基本满意")),
    ticket(4, "2026-08-05 08:00", due_at="2026-08-12 08:00", closed_at="2026-08-12 08:01", is_reached="否"),
    # due by its class: a complaint within a week, a question within three days
    ticket(5, "2026-08-05 08:00", appeal_class="投诉", closed_at="2026-08-12 08:00"),
    ticket(6, "2026-08-05 08:00", appeal_class="咨询", closed_at="2026-08-12 08:00"),
    # never due; excluded; open and overdue; not due yet
    ticket(7, "2026-08-05 08:00", closed_at="2026-08-12 08:00", callback_at="2026-08-13", is_reached="是"),
    ticket(8, "2026-08-05 08:00", due_at="2026-08-06 08:00", closed_at="2026-08-30 08:00", exclusion="非本辖区"),
    ticket(9, "2026-09-05 08:00", due_at="2026-09-12 08:00"),
    ticket(10, "2026-09-29 08:00", due_at="2026-10-06 08:00"),
]
COUNTED = [
    ("P4", "computed", "value", 50.0, 3, 6, None, None),
    ("P5", "computed", "value", 50.0, 2, 4, 4, 7),
    ("P6", "computed", "value", 50.0, 2, 4, 4, 7),
]


def measured(store: Store, community: str = FLAWLESS, period: str = LAST_PERIOD) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(store.folder(store.current() or 0) / DATABASE), read_only=True) as connection:
        return connection.execute(
            f"{SHARES} from measurement where indicator_code in ('P4', 'P5', 'P6') and community_code = $community "
            "and period = $period order by 1",
            {"community": community, "period": period},
        ).fetchall()


def hand_in(collection: Collection, *files: Path) -> None:
    assert submit(collection.store, files, by="李四", reason="补报").batch


def test_they_are_counted_where_the_ledger_covers_the_quarter(folder: Folder, store: Store) -> None:
    folder.tables["appeals"] = TICKETS
    folder.write()
    publish_folder(store, folder.path)
    assert measured(store) == COUNTED
    assert [row[1] for row in measured(store, period="2026Q2")] == ["reported"] * 3  # its first months are lacking
    assert [row[1] for row in measured(store, MISSING_ONE)] == ["reported"] * 3  # another unit has no ledger
    assert [row[:3] for row in measured(store, ON_THE_LINE)] == [
        (code, "computed", "not_applicable") for code in ("P4", "P5", "P6")
    ]


@pytest.mark.parametrize("lacking", ["2026-06", "2026-07-05", "2026-09"])
def test_a_ledger_that_begins_late_or_ends_early_covers_nothing(folder: Folder, store: Store, lacking: str) -> None:
    first = {"2026-06": "2026-08"}.get(lacking, "2026-06")
    folder.tables["appeals"] = [
        row for row in TICKETS if row["received_at"] >= first and not row["received_at"].startswith(lacking)
    ]
    folder.write()
    publish_folder(store, folder.path)
    is_covered = lacking == "2026-07-05"  # a month without a ticket between others is just that
    assert {row[1] for row in measured(store)} == {"computed" if is_covered else "reported"}


def test_what_was_reported_for_a_published_quarter_stands_until_it_is_measured_again(
    collection: Collection, tmp_path: Path
) -> None:
    store = collection.store
    before = measured(store)
    assert {row[1] for row in before} == {"reported"}
    hand_in(collection, write(tmp_path / "1", "appeals.csv", TICKETS))
    publish_batches(store, by="市", includes_unreviewed=True)
    assert measured(store) == before
    hand_in(collection, measurement_file(tmp_path / "2"))  # of the next quarter: all is scored anew
    publish_batches(store, by="市", includes_unreviewed=True)
    assert measured(store) == before
    hand_in(collection, measurement_file(tmp_path / "3", period=LAST_PERIOD))
    publish_batches(store, by="市", includes_unreviewed=True)
    assert measured(store) == COUNTED


def test_what_was_counted_for_a_published_quarter_stands(folder: Folder, store: Store, tmp_path: Path) -> None:
    folder.tables["appeals"] = TICKETS
    folder.write()
    publish_folder(store, folder.path)
    collection = Collection(store)
    later = [
        TICKETS[8] | {"closed_at": "2026-10-02 08:00"},
        TICKETS[3] | {"closed_at": "2026-08-12 07:00"},  # corrected
    ]
    hand_in(collection, write(tmp_path / "1", "appeals.csv", later))
    publish_batches(store, by="市", includes_unreviewed=True)
    assert measured(store) == COUNTED
    hand_in(collection, measurement_file(tmp_path / "2"))
    publish_batches(store, by="市", includes_unreviewed=True)
    assert measured(store) == COUNTED
    hand_in(collection, measurement_file(tmp_path / "3", period=LAST_PERIOD))
    publish_batches(store, by="市", includes_unreviewed=True)
    assert measured(store)[0] == ("P4", "computed", "value", 66.6667, 4, 6, None, None)
    assert [row[2] for row in measured(store, LOW)] == ["not_applicable"] * 3
