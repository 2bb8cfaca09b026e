"""What replaces what: numbers of a ledger belong to a unit and to one activity, and nothing goes without a word."""

from pathlib import Path

import duckdb
import pytest
from openpyxl import load_workbook

from data.collecting.batches import ORIGINALS, Asked, table_file
from data.collecting.collection import Collection
from data.collecting.decisions import State
from data.collecting.submitting import Submission, inspect, submit
from data.reading.problems import Problem, Refused
from data.templates import marking
from data.templates.marking import mark
from data.versions.publishing import publish_batches
from data.versions.store import DATABASE
from tests.data.small_city import FLAWLESS, LOW, MISSING_ONE, NEW, ON_THE_LINE
from tests.data.spellings import as_workbook
from tests.data.submissions import write

HEAD: list[object] = ["社区代码", "E1 生活垃圾分类投放准确率"]
TITLE: list[object] = ["2026年第四季度数据报送表"]


def activity(number: str, community: str, day: str, participants: int = 30) -> dict[str, str]:
    return {
        "activity_code": number,
        "community_code": community,
        "held_at": f"{day} 19:00",
        "dimension_code": "A",
        "category": "文化活动",
        "kind": "读书会",
        "participants": str(participants),
        "households": "20",
    }


def hand_in(
    collection: Collection, file: Path, *, is_addition: bool = False, is_correction: bool = False
) -> Submission:
    return submit(
        collection.store,
        [file],
        Asked(is_addition=is_addition, is_correction=is_correction),
        by="李四",
        reason="更正",
    )


def ledger(path: Path, *rows: dict[str, str]) -> Path:
    return write(path, "activities.csv", [*rows])


def form(path: Path, name: str, **values: float | None) -> Path:
    """A form of E1; communities by their code behind an underscore."""
    path.mkdir(parents=True, exist_ok=True)
    file = path / name
    file.write_bytes(as_workbook([TITLE, HEAD, *([code.lstrip("_"), value or ""] for code, value in values.items())]))
    return file


def stored(collection: Collection) -> list[tuple[object, ...]]:
    """The activities of a version that were not in the first: number, community, day, participants."""
    version = collection.store.current()
    assert version
    with duckdb.connect(collection.store.folder(version) / DATABASE, read_only=True) as connection:
        return connection.execute(
            "select activity_code, community_code, cast(held_at as date)::text, participants from activity "
            "where held_at >= '2026-10-01' order by all"
        ).fetchall()


def told(submission: Submission) -> list[tuple[str, str]]:
    return [(problem.cell, problem.rule) for problem in submission.inspection.problems]


def test_two_units_may_use_the_same_numbers_and_one_may_change_its_rows(collection: Collection, tmp_path: Path) -> None:
    ours = [activity("1", FLAWLESS, "2026-10-11"), activity("2", LOW, "2026-10-12")]
    hand_in(collection, ledger(tmp_path / "海曙", *ours))
    hand_in(collection, ledger(tmp_path / "鄞州", activity("1", MISSING_ONE, "2026-10-11")))
    publish_batches(collection.store, by="市", includes_unreviewed=True)
    kept = [
        ("1", FLAWLESS, "2026-10-11", 30),
        ("1", MISSING_ONE, "2026-10-11", 30),
        ("2", LOW, "2026-10-12", 30),
    ]
    assert stored(collection) == kept
    hand_in(collection, ledger(tmp_path / "再", activity("1", FLAWLESS, "2026-10-11", participants=45)))
    publish_batches(collection.store, by="市", includes_unreviewed=True)
    assert stored(collection) == [("1", FLAWLESS, "2026-10-11", 45), *kept[1:]]

    # Another activity under a number that is taken is refused by both names, unless it is said to be the same one.
    other = ledger(tmp_path / "又", activity("1", FLAWLESS, "2026-11-11"))
    rule = f"编号 1 已是另一场：已发布的台账里是 {FLAWLESS} 2026-10-11 19:00:00，这里是 {FLAWLESS} 2026-11-11 19:00:00"
    refused = hand_in(collection, other)
    assert (refused.batch, told(refused), refused.inspection.renumbered_count) == (None, [("A2", rule)], 1)
    assert hand_in(collection, other, is_correction=True).batch
    publish_batches(collection.store, by="市", includes_unreviewed=True)
    assert stored(collection) == [("1", FLAWLESS, "2026-11-11", 30), *kept[1:]]


def test_a_number_that_waits_in_another_batch_is_taken_as_well(collection: Collection, tmp_path: Path) -> None:
    hand_in(collection, ledger(tmp_path / "四", activity("1", FLAWLESS, "2026-10-11")))
    later = ledger(tmp_path / "三", activity("1", ON_THE_LINE, "2026-07-11"))
    rule = f"编号 1 已是另一场：第 1 批（已报）里是 {FLAWLESS} 2026-10-11 19:00:00，这里是 {ON_THE_LINE} 2026-07-11 19:00:00"
    assert told(hand_in(collection, later)) == [("A2", rule)]


def test_batches_that_turn_out_to_share_a_number_are_refused_together(collection: Collection, tmp_path: Path) -> None:
    hand_in(collection, ledger(tmp_path / "一", activity("1", FLAWLESS, "2026-10-11")))
    collection.give_back(1, by="市", reason="核对")
    hand_in(collection, ledger(tmp_path / "二", activity("1", FLAWLESS, "2026-07-11")))
    collection.review(1, by="市")
    with pytest.raises(Refused) as refused:
        publish_batches(collection.store, by="市", includes_unreviewed=True)
    (problem,) = refused.value.problems
    assert (problem.file, problem.value) == ("第 2 批报送的活动台账", "1")
    assert problem.rule == (
        f"编号 1 已是另一场：第 1 批里是 {FLAWLESS} 2026-10-11 19:00:00，这里是 {FLAWLESS} 2026-07-11 19:00:00"
    )


def test_a_number_twice_in_one_unit_is_refused_and_in_two_units_is_not(collection: Collection, tmp_path: Path) -> None:
    twice = [activity("1", FLAWLESS, "2026-10-11"), activity("1", MISSING_ONE, "2026-10-11")]
    assert hand_in(collection, ledger(tmp_path / "两区", *twice)).batch
    refused = hand_in(collection, ledger(tmp_path / "一区", *twice, activity("1", LOW, "2026-10-12")))
    assert told(refused) == [("A4", "与第 2 行重复")]


def test_a_second_file_says_what_it_replaces_and_what_is_lost(collection: Collection, tmp_path: Path) -> None:
    hand_in(collection, form(tmp_path, "一.xlsx", _330203001001=90, _330203001002=91))
    second = hand_in(collection, form(tmp_path, "二.xlsx", _330203001002=92, _330203001003=93))
    (replaced,) = second.inspection.replaced
    assert str(replaced) == "替换第 1 批（已报）：其中 1 行，包括 1 个社区（甲社区）不在这次的文件里，不再报送"
    assert collection.states() == {1: State.REPLACED, 2: State.SUBMITTED}


def test_a_file_that_is_added_keeps_the_rows_of_the_one_before(collection: Collection, tmp_path: Path) -> None:
    hand_in(collection, form(tmp_path, "一.xlsx", _330203001001=90, _330203001002=91))
    file = form(tmp_path, "二.xlsx", _330203001002=92, _330203001003=93)
    added = hand_in(collection, file, is_addition=True)
    assert added.batch
    assert (added.batch.adds_to, added.batch.rows) == (1, 4)
    assert [file.name for file in added.batch.files] == ["1_一.xlsx", "二.xlsx"]
    folder = collection.store.batches / "2" / ORIGINALS
    assert sorted(file.name for file in folder.iterdir()) == ["1_一.xlsx", "二.xlsx"]
    rows = duckdb.read_parquet(str(table_file(collection.store, added.batch, "measurements")))
    assert rows.project("community_code, value").order("community_code").fetchall() == [
        (FLAWLESS, 90.0),
        (ON_THE_LINE, 92.0),
        (LOW, 93.0),
    ]
    (replaced,) = added.inspection.replaced
    assert (
        str(replaced) == "补充第 1 批（已报）：保留其中不在这次文件里的 1 行，包括 1 个社区（甲社区）；同一项以这次为准"
    )
    (coverage,) = added.batch.coverage
    assert (coverage.reported_count, coverage.present_count) == (3, 3)
    assert collection.states() == {1: State.REPLACED, 2: State.SUBMITTED}
    assert hand_in(collection, file, is_addition=True).duplicate_of == 2


def test_streets_that_number_for_themselves_cannot_be_added_together(collection: Collection, tmp_path: Path) -> None:
    hand_in(collection, ledger(tmp_path / "一", activity("1", FLAWLESS, "2026-10-11")))
    street = ledger(tmp_path / "二", activity("1", LOW, "2026-10-13"), activity("2", LOW, "2026-10-14"))
    added = hand_in(collection, street, is_addition=True)
    assert [cell for cell, _ in told(added)] == ["A2"]
    assert hand_in(collection, street).batch


def test_a_form_without_a_number_is_no_submission(collection: Collection, tmp_path: Path) -> None:
    blank = hand_in(collection, form(tmp_path, "空.xlsx", _330203001001=None, _330203001002=None))
    assert blank.batch is None
    assert told(blank) == [("", "列了 2 行，一个数也没有填，没有读入")]
    partly = hand_in(collection, form(tmp_path, "半.xlsx", _330203001001=90, _330203001002=None))
    (sheet,) = partly.inspection.sheets
    assert (sheet.rows_read, sheet.rows_accepted, sheet.note) == (2, 1, "1 行没有填数，没有读入")


def test_a_form_that_comes_back_as_it_was_filled_in_is_warned_of(collection: Collection, tmp_path: Path) -> None:
    version = collection.store.in_force()
    assert version
    with duckdb.connect(version / DATABASE, read_only=True) as connection:
        last = connection.execute(
            "select indicator_code, value from measurement where community_code = $code and period = '2026Q3' "
            "and origin = 'reported' order by indicator_code limit 6",
            {"code": NEW},
        ).fetchall()

    def warned(changed: float) -> list[Problem]:
        values = [value + changed * (number == 0) for number, (_, value) in enumerate(last)]
        file = tmp_path / "表.xlsx"
        file.write_bytes(as_workbook([TITLE, ["社区代码", *(code for code, _ in last)], [NEW, *values]]))
        found = inspect(collection.store, [file])
        return [warning for warning in found.warnings if "完全相同" in warning.rule]

    (warning,) = warned(0)
    assert warning.rule == "全部 6 个数与已发布的 2026Q3 完全相同，像是没有改动过的模板"
    assert warned(0.5) == []


def test_the_marked_copy_of_a_large_file_is_no_submission(
    collection: Collection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [activity(str(number), FLAWLESS, "2026-10-11") for number in range(1, 101)]
    rows[76]["participants"] = "-1"
    file = ledger(tmp_path, *rows)
    found = inspect(collection.store, [file])
    whole, part = tmp_path / "整.xlsx", tmp_path / "节选.xlsx"
    whole.write_bytes(mark([(file.name, file)], found)[1])
    monkeypatch.setattr(marking, "MOST_ROWS", 30)
    part.write_bytes(mark([(file.name, file)], found)[1])
    for marked in (whole, part):
        book = load_workbook(marked)
        book["activities"]["G78"] = 30
        book.save(marked)
    assert inspect(collection.store, [whole]).problems == ()
    (problem,) = inspect(collection.store, [part]).problems
    assert (problem.cell, problem.rule) == ("A21", "是体检标注的节选，不是整份数据")
