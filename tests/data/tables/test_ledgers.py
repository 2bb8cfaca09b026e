"""The ledgers of appeals, visits, findings and supervisions: what a clerk's workbook may hold, and what is refused."""

from pathlib import Path
from typing import Any

import duckdb

from data.checking.inspection import Inspection
from data.collecting.batches import ORIGINALS, Asked
from data.collecting.collection import Collection
from data.collecting.submitting import Submission, inspect, submit
from data.versions.publishing import publish_batches, publish_folder
from data.versions.store import DATABASE, Store
from data.versions.verifying import verify
from tests.data.small_city import FLAWLESS, LOW, MISSING_ONE, Folder
from tests.data.submissions import write

HAISHU = "330203"

# As a platform exports it: 21 columns, its own words, dates without times, people by name and number.
EXPORT = f"""
工单编号 T1 T2 T3
报送单位 海曙区 海曙区 海曙区
社区代码 {FLAWLESS} {LOW} {LOW}
来电时间 2026-10-08T08:00 2026-10-09 2026年10月10日9时30分
来电人 张三 王五 王五
联系电话 13812345678 0574-87654321 ０５７４８７６５４３２１
身份证号码 33020319800101123X - -
受理渠道 电话 微信 微信
诉求类别 物业管理 噪声扰民 噪声扰民
工单类型 投诉举报类 其他 咨询类
诉求标题 电梯停运，联系人李四138-1234-5678 夜间施工 —
诉求内容 13812345678 - -
办理截止时间 2026/10/15 - 2026-10-13T09:30
首次联系时间 2026-10-08T10:00 - -
办结时间 2026-10-15T17:30 - -
回访时间 2026-10-16 - -
回访结果 接通 未回访 -
是否联系 已联系 - -
是否解决 未解决 - -
满意度 不太满意 — 未评价
承办单位 物业 城管 城管
序号 1 2 3
"""


def appeal(code: str, **columns: str) -> dict[str, str]:
    return {
        "appeal_code": code,
        "community_code": FLAWLESS,
        "received_at": "2026-10-08 08:00",
        "channel": "电话",
        "category": "物业管理",
        **columns,
    }


def finding(code: str, **columns: str) -> dict[str, str]:
    return {
        "finding_code": code,
        "community_code": FLAWLESS,
        "category": "楼道堆物",
        "found_on": "2026-10-08",
        "due_on": "2026-10-15",
        **columns,
    }


def visit(code: str, **columns: str) -> dict[str, str]:
    return {
        "visit_code": code,
        "community_code": FLAWLESS,
        "visited_on": "2026-10-08",
        "items_checked": "40",
        **columns,
    }


def supervision(number: str, **columns: str) -> dict[str, str]:
    return {
        "document_number": number,
        "kind": "督办单",
        "responsible": "南门街道",
        "finding_codes": "W1",
        "issued_on": "2026-10-20",
        **columns,
    }


def looked_at(collection: Collection, *files: Path, **asked: Any) -> Inspection:
    return inspect(collection.store, files, Asked(**asked))


def hand_in(collection: Collection, *files: Path) -> Submission:
    submission = submit(collection.store, files, by="李四", reason="补报")
    assert submission.batch, submission.inspection.problems
    return submission


def rows(store: Store, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(store.folder(store.current() or 0) / DATABASE), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def export(path: Path) -> Path:
    heads, *columns = zip(*(line.split() for line in EXPORT.strip().splitlines()), strict=True)
    return write(path, "12345工单.csv", [dict(zip(heads, column, strict=True)) for column in columns])


def test_an_export_of_the_hotline_is_taken_as_it_is(collection: Collection, tmp_path: Path) -> None:
    submission = hand_in(collection, export(tmp_path))
    told = "\n".join(map(str, submission.inspection.warnings))
    assert "个人信息列，不读入、不保存：来电人、联系电话、身份证号码；" in told
    assert "没有读入的列：诉求内容、承办单位、序号；" in told
    assert "个人信息已遮去，不会保存：电话 1 处、姓名 1 处，如“电梯停运，联系人〔姓名〕〔电话〕”" in told
    assert "没有写明维度，按未归类统计，共 3 件" in told
    assert "没有办理时限，也没有诉求类型，不计入按期办结率，共 1 件" in told
    publish_batches(collection.store, by="市", includes_unreviewed=True)
    assert rows(
        collection.store,
        "select appeal_code, appeal_class, matter, cast(received_at as varchar), cast(due_at as varchar), "
        "cast(callback_at as varchar), is_reached, is_contacted, is_solved, satisfaction from appeal order by 1",
    ) == [
        (
            "T1",
            "投诉",
            "电梯停运，联系人〔姓名〕〔电话〕",
            "2026-10-08 08:00:00",
            "2026-10-15 23:59:59",
            "2026-10-16 23:59:59",
            True,
            True,
            False,
            "不满意",
        ),
        ("T2", None, "夜间施工", "2026-10-09 00:00:00", None, None, None, None, None, None),
        ("T3", "咨询", None, "2026-10-10 09:30:00", "2026-10-13 09:30:00", None, None, None, None, None),
    ]


def test_a_total_under_the_numbers_of_the_tickets_is_no_ticket(collection: Collection, tmp_path: Path) -> None:
    """合计 stands in a column that nothing reads, and how many there are in that of the codes."""
    heads, *columns = zip(*(line.split() for line in EXPORT.strip().splitlines()), strict=True)
    lines = [dict(zip(heads, column, strict=True)) for column in columns]
    total = dict.fromkeys(heads, "") | {"序号": "合计", "工单编号": "3"}
    inspection = looked_at(collection, write(tmp_path, "12345工单.csv", [*lines, total]))
    assert not inspection.problems
    assert "略过 1 行，没有读入：第 5 行" in inspection.sheets[0].note


def test_nothing_of_a_person_is_kept_anywhere(collection: Collection, tmp_path: Path) -> None:
    file = export(tmp_path)
    submission = hand_in(collection, file)
    publish_batches(collection.store, by="市", includes_unreviewed=True)
    assert submission.batch
    folder = collection.store.batches / str(submission.batch.number)
    assert [*(folder / ORIGINALS).iterdir()] == []
    assert all(found.is_whole for found in verify(collection.store))
    for kept in collection.store.root.rglob("*"):
        if kept.is_file():
            content = kept.read_bytes()
            for word in ("13812345678", "138-1234-5678", "33020319800101123X", "87654321", "张三", "李四138", "王五"):
                assert word.encode() not in content, kept
    assert submit(collection.store, [file], by="李四").duplicate_of == submission.batch.number


IMPOSSIBLE_APPEALS = [
    (appeal("1", closed_at="2026-10-08 07:00"), "closed_at 列「2026-10-08 07:00」：早于受理时间 2026-10-08 08:00"),
    (appeal("1", due_at="2026-10-07"), "due_at 列「2026-10-07 23:59」：早于受理时间"),
    (appeal("1", callback_at="2026-10-08 07:59"), "callback_at 列「2026-10-08 07:59」：早于受理时间"),
    (appeal("1", satisfaction="满意"), "satisfaction 列「满意」：没有回访，却有满意度"),
    (
        appeal("1", satisfaction="满意", callback_at="2026-10-09", is_reached="未接通"),
        "satisfaction 列「满意」：回访没有接通，却有满意度",
    ),
    (appeal("1", satisfaction="还行"), "satisfaction 列「还行」：须为满意、基本满意、不满意之一"),
    (appeal("1", appeal_class="吐槽"), "appeal_class 列「吐槽」：须为咨询"),
    (appeal("1", is_solved="也许"), "is_solved 列「也许」：须为是或否"),
    (appeal("1", dimension_code="Z"), "dimension_code 列「Z」：标准里没有这个维度"),
    (appeal("1", matter="长" * 2001), "：最多 2000 个字"),
]


def test_impossible_appeals_are_refused(collection: Collection, tmp_path: Path) -> None:
    refused = [
        row | {"appeal_code": row["appeal_code"] + str(number)} for number, (row, _) in enumerate(IMPOSSIBLE_APPEALS)
    ]
    found = looked_at(collection, write(tmp_path, "appeals.csv", refused))
    told = {problem.row: str(problem) for problem in found.problems}
    for number, (_, fault) in enumerate(IMPOSSIBLE_APPEALS, 2):
        assert fault in told[number]


IMPOSSIBLE_FINDINGS = [
    (finding("W1", due_on="2026-10-07"), "due_on 列「2026-10-07」：早于发现日期 2026-10-08"),
    (finding("W1", rectified_on="2026-10-07"), "rectified_on 列「2026-10-07」：早于发现日期"),
    (
        finding("W1", rectified_on="2026-10-12", verified_on="2026-10-11"),
        "verified_on 列「2026-10-11」：早于整改日期 2026-10-12",
    ),
    (finding("W1", rectified_by="甲物业", verified_by="甲物业"), "verified_by 列「甲物业」：核查的就是整改的单位"),
    (finding("W1", extended_to="2026-10-14"), "extended_to 列「2026-10-14」：早于整改期限"),
    (finding("W1", is_forced="是", verified_on="2026-10-14"), "强制结案的没有整改"),
    (finding("W", repeat_of="W6"), "repeat_of 列「W6」：写的是它自己的编号"),
    (finding("W1", visit_code="X9"), "visit_code 列「X9」：巡查里没有这个编号；先报这次巡查，或留空"),
    (finding("W1", indicator_code="E99"), "indicator_code 列「E99」：标准里没有这个指标"),
]


def test_impossible_findings_are_refused(collection: Collection, tmp_path: Path) -> None:
    refused = [
        row | {"finding_code": row["finding_code"] + str(number)} for number, (row, _) in enumerate(IMPOSSIBLE_FINDINGS)
    ]
    found = looked_at(collection, write(tmp_path, "findings.csv", refused))
    told = {problem.row: str(problem) for problem in found.problems}
    for number, (_, fault) in enumerate(IMPOSSIBLE_FINDINGS, 2):
        assert fault in told[number]


def test_odd_closings_pass_and_are_said(collection: Collection, tmp_path: Path) -> None:
    appeals = [appeal(str(n), received_at="2026-09-10 08:00", closed_at="2026-09-29 17:00") for n in range(20)]
    appeals.append(appeal("quick", closed_at="2026-10-08 08:00:30", exclusion="无"))
    findings = [
        finding(str(n), found_on="2026-09-10", due_on="2026-09-30", rectified_on="2026-09-29", verified_on="2026-09-30")
        for n in range(20)
    ]
    found = looked_at(collection, write(tmp_path, "appeals.csv", appeals), write(tmp_path, "findings.csv", findings))
    assert found.is_accepted
    told = "\n".join(map(str, found.warnings))
    assert "第 22 行 closed_at 列：受理后一分钟内办结，共 1 件" in told
    assert "季末三天集中办结 20 件，占全季的 100%" in told
    assert "季末三天集中销号 20 个，占全季的 100%" in told
    assert "没有写明由谁核查，共 20 个" in told


def test_the_dimension_of_a_finding_is_given_or_its_indicators(folder: Folder, store: Store) -> None:
    folder.tables["visits"] = [visit("X1", slot="夜查", kind="回头看")]
    folder.tables["findings"] = [
        finding("W1", indicator_code="E1", visit_code="X1", place="3 幢，联系人张三13812345678"),
        finding("W2", indicator_code="E1", dimension_code="O", visit_code="—", source="12345热线转办"),
        finding("W3", indicator_code="无", severity="重大", is_forced="强制结案"),
    ]
    folder.tables["supervisions"] = [supervision("督1", finding_codes="W1，W2 ; W3"), supervision("督2")]
    folder.tables["supervisions"][1]["responsible"] = "海曙区"
    folder.write()
    said: list[str] = []
    publish_folder(store, folder.path, tell=lambda problem: said.append(str(problem)))
    assert "个人信息已遮去" in "\n".join(said)
    assert rows(
        store, "select finding_code, dimension_code, visit_code, source, severity, place from problem order by 1"
    ) == [
        ("W1", "E", "X1", None, None, "3 幢，联系人〔姓名〕〔电话〕"),
        ("W2", "O", None, "12345转办", None, None),
        ("W3", None, None, None, "严重", None),
    ]
    assert rows(store, "select slot, kind from visit") == [("夜间", "复查")]
    assert rows(store, "select document_number, finding_codes, unit_code from supervision order by 1") == [
        ("督1", "W1、W2、W3", None),
        ("督2", "W1", HAISHU),
    ]


def test_a_later_export_replaces_the_row_and_may_not_move_it(collection: Collection, tmp_path: Path) -> None:
    hand_in(collection, write(tmp_path / "1", "appeals.csv", [appeal("1"), appeal("2")]))
    publish_batches(collection.store, by="市", includes_unreviewed=True)
    hand_in(collection, write(tmp_path / "2", "appeals.csv", [appeal("1", closed_at="2026-10-09 08:00")]))
    publish_batches(collection.store, by="市", includes_unreviewed=True)
    assert rows(collection.store, "select appeal_code, closed_at is null from appeal order by 1") == [
        ("1", False),
        ("2", True),
    ]
    moved = looked_at(collection, write(tmp_path / "3", "appeals.csv", [appeal("1", community_code=LOW)]))
    assert "编号 1 已是另一件" in "\n".join(map(str, moved.problems))
    other = looked_at(
        collection, write(tmp_path / "4", "appeals.csv", [appeal("1", community_code=MISSING_ONE)]), unit=HAISHU
    )
    assert "属于鄞州区，不属于本次报送的单位" in "\n".join(map(str, other.problems))


def test_findings_that_a_document_names_have_to_be_known(collection: Collection, tmp_path: Path) -> None:
    hand_in(collection, write(tmp_path / "1", "findings.csv", [finding("W1")]))
    publish_batches(collection.store, by="市", includes_unreviewed=True)
    file = write(tmp_path / "2", "supervisions.csv", [supervision("督1", finding_codes="W1、W7")])
    found = looked_at(collection, file)
    assert "finding_codes 列「W7」：问题整改里没有这个编号" in "\n".join(map(str, found.problems))
    early = write(tmp_path / "3", "supervisions.csv", [supervision("督1", due_on="2026-10-19", unit_code="海曙区")])
    assert "due_on 列「2026-10-19」：早于发文日期 2026-10-20" in "\n".join(
        map(str, looked_at(collection, early).problems)
    )
