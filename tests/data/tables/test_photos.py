"""Photos of findings: how they are handed in, what is wrong with them, and what is kept of them."""

from pathlib import Path
from typing import Any

import pytest

from data.collecting.batches import ORIGINALS, Asked
from data.collecting.collection import Collection
from data.collecting.submitting import inspect
from data.versions.exporting import export_all
from data.versions.publishing import publish_batches, publish_folder, rebuild
from data.versions.store import Store
from data.versions.verifying import verify
from tests.data.pictures import archive, picture, workbook
from tests.data.small_city import FLAWLESS, MISSING_ONE, Folder
from tests.data.submissions import write
from tests.data.tables.test_ledgers import finding, hand_in, rows

BEFORE, AFTER, AGAIN = picture("navy"), picture("olive", kind="PNG"), picture("maroon")
PHOTOS = (
    "select finding_code, stage, position, content, cast(taken_on as varchar), width, height from photo order by all"
)


def publish(collection: Collection) -> Store:
    publish_batches(collection.store, by="市", includes_unreviewed=True)
    return collection.store


def ledger(path: Path, *findings: dict[str, str]) -> Path:
    return write(path, "findings.csv", [*findings])


def kept(store: Store) -> set[str]:
    return {file.stem for file in (store.root / "photos").glob("*")}


def told(collection: Collection, *files: Path, **asked: Any) -> str:
    inspection = inspect(collection.store, files, Asked(**asked))
    return "\n".join(map(str, (*inspection.problems, *inspection.warnings)))


def test_an_archive_beside_the_workbook_is_taken_with_it(collection: Collection, tmp_path: Path) -> None:
    names = [
        "W1_前.jpg",
        "照片/W1_后.png",
        "W1_后2.jpg",
        "W1_后(3).jpg",
        "W1_后_4.jpg",
        "W_2-整改前.jpg",
        "W_2_复查照片.jpg",
    ]
    contents = [picture(name) for name in ("navy", "blue", "teal", "green", "red", "pink", "gray")]
    photos = archive(tmp_path / "照片.zip", dict(zip(names, contents, strict=True)))
    submission = hand_in(collection, ledger(tmp_path, finding("W1"), finding("W_2")), photos)
    assert submission.batch
    assert submission.batch.tables == ("findings", "photos")
    store = publish(collection)
    found = rows(store, PHOTOS)
    assert [row[:3] for row in found] == [
        ("W1", "前", 1),
        ("W1", "后", 1),
        ("W1", "后", 2),
        ("W1", "后", 3),
        ("W1", "后", 4),
        ("W_2", "前", 1),
        ("W_2", "复查", 1),
    ]
    assert {row[3] for row in found} == kept(store)
    assert all(row[5:] == (400, 300) for row in found)


def test_pictures_come_alone_after_their_findings_and_one_by_one(collection: Collection, tmp_path: Path) -> None:
    hand_in(collection, ledger(tmp_path, finding("W1")))
    publish(collection)
    single = tmp_path / "W1_前.jpg"
    single.write_bytes(BEFORE)
    hand_in(collection, single, archive(tmp_path / "后.zip", {"W1_后.png": AFTER}))
    store = publish(collection)
    assert [row[:3] for row in rows(store, PHOTOS)] == [("W1", "前", 1), ("W1", "后", 1)]


def test_pictures_in_a_workbook_belong_to_their_row_and_column(collection: Collection, tmp_path: Path) -> None:
    header = ["问题编号", "社区代码", "问题类别", "发现日期", "整改期限", "整改前照片", "整改后图片", "复查", "备注"]
    lines = [[code, FLAWLESS, "楼道堆物", "2026-10-08", "2026-10-15"] for code in ("W1", "W2")]
    file = workbook(
        tmp_path / "问题清单.xlsx",
        [["2026年10月问题清单"], header, *lines],
        {"A1": picture("black"), "F3": BEFORE, "G3": AFTER, "I4": picture("white")},
        {"F4": picture("red"), "H3": AGAIN},
    )
    submission = hand_in(collection, file)
    warnings = "\n".join(map(str, submission.inspection.warnings))
    assert "问题清单.xlsx「Sheet」 第 4 行 备注 列：这一列看不出是整改前、整改后还是复查的照片，没有收" in warnings
    assert "没有读入的列" not in warnings
    store = publish(collection)
    assert [row[:3] for row in rows(store, PHOTOS)] == [
        ("W1", "前", 1),
        ("W1", "后", 1),
        ("W1", "复查", 1),
        ("W2", "前", 1),
    ]
    batch = collection.batches()[-1]
    assert [*(store.batches / str(batch.number) / ORIGINALS).iterdir()] == []  # it holds the photos as they came


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("W9_前.jpg", BEFORE, "照片.zip/W9_前.jpg 问题编号 列「W9」：问题整改里没有这个编号；照片按“问题编号_前.jpg”"),
        ("IMG_0001.jpg", BEFORE, "照片.zip/IMG_0001.jpg：是图片，看不出是哪个问题、哪个阶段的照片；文件名写成"),
        ("W1_前.jpg", BEFORE[:900], "照片.zip/W1_前.jpg：照片不完整或已损坏，打不开；重新拍摄"),
        ("W1_前.gif", picture(kind="GIF"), "照片.zip/W1_前.gif：是 GIF 图片，只收 JPEG、PNG、WebP；"),
        ("W1_前.heic", b"\0\0\0\x18ftypheic" + bytes(99), "照片.zip/W1_前.heic：是 HEIC 照片，不能读取；手机"),
    ],
)
def test_what_is_wrong_with_a_picture_is_said(
    collection: Collection, tmp_path: Path, name: str, content: bytes, says: str
) -> None:
    photos = archive(tmp_path / "照片.zip", {name: content})
    assert says in told(collection, ledger(tmp_path, finding("W1")), photos)


def test_a_picture_on_the_wrong_row_or_a_broken_one_is_named_by_its_cell(
    collection: Collection, tmp_path: Path
) -> None:
    header = ["问题编号", "社区代码", "问题类别", "发现日期", "整改期限", "整改前照片"]
    line = ["W1", FLAWLESS, "楼道堆物", "2026-10-08", "2026-10-15"]
    file = workbook(tmp_path / "清单.xlsx", [header, line], {}, {"F2": picture()[:900]})
    assert "清单.xlsx「Sheet」 第 2 行 整改前照片 列：照片不完整或已损坏" in told(collection, file)


def test_a_finding_said_to_have_photos_and_without_any_is_named(collection: Collection, tmp_path: Path) -> None:
    findings = ledger(
        tmp_path, *(finding(f"W{number}", 有无照片=said) for number, said in enumerate(["有", "2", "无", "", "是"], 1))
    )
    photos = archive(tmp_path / "照片.zip", {"W1_前.jpg": BEFORE})
    says = "写明有照片，却没有收到照片，共 2 个：W2、W5；把照片打成压缩包一起报送"
    assert says in told(collection, findings, photos)
    hand_in(collection, findings, photos)
    publish(collection)
    assert says in told(collection, findings)  # W1 has had its own since


def test_a_replaced_finding_keeps_its_photos_until_others_of_the_stage_come(
    collection: Collection, tmp_path: Path
) -> None:
    first = archive(tmp_path / "一.zip", {"W1_前.jpg": BEFORE, "W1_前2.jpg": AGAIN, "W1_后.png": AFTER})
    hand_in(collection, ledger(tmp_path, finding("W1")), first)
    publish(collection)
    hand_in(collection, ledger(tmp_path, finding("W1", rectified_on="2026-10-12")))
    store = publish(collection)
    before = rows(store, PHOTOS)
    assert [row[:3] for row in before] == [("W1", "前", 1), ("W1", "前", 2), ("W1", "后", 1)]
    hand_in(collection, archive(tmp_path / "二.zip", {"W1_前.jpg": picture("pink")}))
    store = publish(collection)
    after = rows(store, PHOTOS)
    assert [row[:3] for row in after] == [("W1", "前", 1), ("W1", "后", 1)]
    assert after[0][3] != before[0][3]
    assert after[1] == before[2]
    rebuild(store, by="市")
    assert rows(store, PHOTOS) == after


@pytest.mark.parametrize(
    ("taken", "kept_as"), [("2026:10:09", "2026-10-09"), ("2026:10:01", None), ("2026:10:20", None)]
)
def test_the_day_of_a_photo_is_kept_within_the_dates_of_its_finding(
    collection: Collection, tmp_path: Path, taken: str, kept_as: str | None
) -> None:
    closed = finding("W1", rectified_on="2026-10-10", verified_on="2026-10-12", verified_by="市", rectified_by="街道")
    hand_in(
        collection,
        ledger(tmp_path, closed),
        archive(tmp_path / "a.zip", {"W1_后.jpg": picture(taken=f"{taken} 08:00:00")}),
    )
    assert rows(publish(collection), PHOTOS)[0][4] == kept_as


def test_numbers_of_two_units_are_told_apart_by_who_hands_in(collection: Collection, tmp_path: Path) -> None:
    both = ledger(tmp_path, finding("W1"), finding("W1", community_code=MISSING_ONE))
    photos = archive(tmp_path / "照片.zip", {"W1_前.jpg": BEFORE})
    assert "照片.zip/W1_前.jpg 问题编号 列「W1」：不止一个报送单位有这个编号" in told(collection, both, photos)
    hand_in(collection, both)
    publish(collection)
    assert not [line for line in told(collection, photos, unit="330203").splitlines() if "个人信息" not in line]


def test_nothing_that_a_phone_wrote_is_kept_anywhere(collection: Collection, tmp_path: Path) -> None:
    photos = archive(tmp_path / "照片.zip", {"W1_前.jpg": BEFORE})
    hand_in(collection, ledger(tmp_path, finding("W1")), photos)
    store = publish(collection)
    assert all(b"Secret" not in file.read_bytes() for file in store.root.rglob("*") if file.is_file())
    assert all(found.is_whole for found in verify(store))
    assert "1 张，完好" in [found.says for found in verify(store)]
    export_all(store, tmp_path / "out")
    assert [file.stem for file in (tmp_path / "out" / "photos").iterdir()] == [rows(store, PHOTOS)[0][3]]
    next((store.root / "photos").iterdir()).unlink()
    assert [found.says[:4] for found in verify(store) if not found.is_whole] == ["缺少或被"]


@pytest.mark.parametrize("kind", ["folder", "archive"])
def test_a_published_folder_brings_its_photos(store: Store, folder: Folder, kind: str) -> None:
    folder.tables["findings"] = [finding("W1"), finding("W2")]
    path = folder.write()
    members = {"W1_前.jpg": BEFORE, "W2_后.png": AFTER}
    if kind == "archive":
        archive(path / "photos.zip", members)
    else:
        (path / "photos").mkdir()
        for name, content in members.items():
            (path / "photos" / name).write_bytes(content)
    publish_folder(store, path)
    assert [row[:3] for row in rows(store, PHOTOS)] == [("W1", "前", 1), ("W2", "后", 1)]
    assert kept(store) == {row[3] for row in rows(store, PHOTOS)}
