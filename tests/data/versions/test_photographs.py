"""What is decided about photos: made unrecognisable for good, released, withdrawn, and kept as long as a setting says."""

from pathlib import Path

import duckdb
import pytest

from data import acts
from data.collecting.collection import Collection
from data.reading.photographs import masked
from data.versions.photographs import Decided, Photo, mask, prune_photographs, release, withdraw
from data.versions.publishing import publish_batches
from data.versions.store import DATABASE, Store, StoreError
from tests.data.pictures import archive, picture
from tests.data.reading.test_photographs import opened
from tests.data.submissions import write
from tests.data.tables.test_ledgers import finding, hand_in

MIDDLE = (0.4, 0.4, 0.6, 0.6)


@pytest.fixture
def store(collection: Collection, tmp_path: Path) -> Store:
    """A store with three photos, two of them of one content."""
    closed = {"rectified_on": "2026-10-10", "verified_on": "2026-10-12", "verified_by": "市", "rectified_by": "街道"}
    findings = write(tmp_path, "findings.csv", [finding("W1", **closed), finding("W2")])
    photos = {"W1_前.jpg": picture("navy"), "W2_前.jpg": picture("navy"), "W1_后.jpg": picture("olive")}
    hand_in(collection, findings, archive(tmp_path / "照片.zip", photos))
    publish_batches(collection.store, by="市", includes_unreviewed=True)
    return collection.store


def photos(store: Store) -> list[Photo]:
    """W1 before, W1 after, W2 before."""
    query = "select unit_code, finding_code, content from photo order by finding_code, stage"
    with duckdb.connect(str(store.folder(store.current() or 0) / DATABASE), read_only=True) as connection:
        return [*map(Photo._make, connection.execute(query).fetchall())]


def files(store: Store) -> set[str]:
    return {file.stem for file in (store.root / "photos").iterdir()}


def test_what_is_masked_cannot_be_recognised_and_the_rest_stays() -> None:
    whole = picture(size=(400, 300))
    seen = opened(masked(whole, [(0.0, 0.0, 0.45, 0.45)]).content)
    assert seen.size == (400, 300)
    assert seen.getpixel((399, 299))[0] < 10  # teal
    assert seen.getpixel((20, 20)) == (255, 255, 255)
    mixed = [seen.getpixel((x, 40))[0] for x in (93, 101, 109)]  # of one square, in which white meets teal
    assert max(mixed) - min(mixed) < 12
    assert 60 < min(mixed) < 200


def test_a_masked_photo_replaces_what_was_there_for_its_finding_alone(store: Store) -> None:
    before, after, other = photos(store)
    release(store, before, by="张三")
    mask(store, before, [MIDDLE], by="李四")
    decided = Decided(store)
    new = decided.content(before)
    assert new != before.content
    assert not decided.is_released(before)
    assert decided.content(other) == other.content
    assert files(store) == {new, after.content, other.content}
    mask(store, other, [MIDDLE], by="李四")
    assert before.content not in files(store)  # nothing is shown by it any more
    mask(store, before, [(0.0, 0.0, 0.2, 0.2)], by="李四")
    assert Decided(store).content(before) != new
    assert [act.kind for act in acts.read(store)[:4]] == ["照片打码", "照片打码", "照片打码", "照片放行"]
    assert acts.read(store)[0].thing.startswith("W1 的照片")


def test_the_same_photo_handed_in_again_stays_masked(collection: Collection, store: Store, tmp_path: Path) -> None:
    before, *_ = photos(store)
    for photo in photos(store):
        mask(store, photo, [MIDDLE], by="李四")
    again = {"W1_前.jpg": picture("navy"), "W1_后.jpg": picture("gray")}
    hand_in(collection, archive(tmp_path / "又.zip", again))
    publish_batches(store, by="市", includes_unreviewed=True)
    assert photos(store)[0] == before
    assert before.content not in files(store)
    assert photos(store)[1].content in files(store)


def test_a_photo_is_released_and_withdrawn_by_name(store: Store) -> None:
    before, *_ = photos(store)
    release(store, before, by="张三")
    decision = Decided(store).about(before)
    assert (decision.released_by, Decided(store).is_released(before)) == ("张三", True)
    withdraw(store, before, by="张三")
    assert not Decided(store).is_released(before)
    assert [(act.kind, act.who) for act in acts.read(store)[:2]] == [("照片收回", "张三"), ("照片放行", "张三")]


def test_a_photo_that_is_not_there_cannot_be_released(store: Store) -> None:
    with pytest.raises(StoreError, match="不在数据文件夹里"):
        release(store, Photo("330203", "W9", "0" * 64), by="张三")


def test_photos_are_kept_as_long_as_a_setting_says(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    before, after, other = photos(store)
    (store.root / "photos" / "leftover.jpg").write_bytes(b"of a publication that failed")
    assert prune_photographs(store, is_trial=True) == (0, 1)
    monkeypatch.setenv("DASHBOARD_PHOTO_DAYS", "5")
    assert prune_photographs(store, is_trial=True) == (2, 2)
    assert len(files(store)) == 3
    assert prune_photographs(store, by="市") == (2, 2)
    assert files(store) == {other.content}  # its finding is not closed
    assert Decided(store).content(before) == Decided(store).content(after) == ""
    assert prune_photographs(store, by="市") == (0, 0)
    assert acts.read(store)[0].kind == "清理照片"
