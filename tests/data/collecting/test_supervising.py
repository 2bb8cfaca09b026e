"""Documents of supervision go through the door of every import; their numbers are used once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from data.collecting.collection import Collection
from data.collecting.decisions import CollectionError, State
from data.collecting.submitting import submit
from data.collecting.supervising import Supervision, issue, next_number, numbers_from, waiting
from data.reading.problems import Refused
from data.versions.publishing import publish_batches
from data.versions.store import Store
from tests.data.small_city import FLAWLESS
from tests.data.submissions import DISTRICT, OTHER_DISTRICT, write

ONE = Supervision(
    "甬文明办督〔2026〕1号", "督办单", "南门街道", DISTRICT, ("W1", "W2"), date(2026, 10, 20), date(2026, 11, 3)
)


@pytest.fixture
def store(collection: Collection, tmp_path: Path) -> Store:
    """The small city with two findings published."""
    finding = {"community_code": FLAWLESS, "category": "堆物", "found_on": "2026-10-08", "due_on": "2026-10-15"}
    file = write(tmp_path / "findings", "findings.csv", [finding | {"finding_code": code} for code in ("W1", "W2")])
    assert submit(collection.store, [file], by="李四", reason="补报").batch
    publish_batches(collection.store, by="市", includes_unreviewed=True)
    return collection.store


def test_a_document_waits_reviewed_and_is_published_with_the_next_version(store: Store) -> None:
    until = store.manifest(store.current() or 0)
    batch = issue(store, [ONE], by="王五")
    assert Collection(store).state(batch) == State.REVIEWED
    assert waiting(store)[["document_number", "finding_codes"]].to_numpy().tolist() == [[ONE.document_number, "W1、W2"]]
    assert waiting(store, (OTHER_DISTRICT,)).empty
    assert len(waiting(store, (DISTRICT,))) == 1
    published = publish_batches(store, by="市")
    assert published.is_demonstration == until.is_demonstration
    assert waiting(store).empty


def test_a_number_is_proposed_after_the_last_and_refused_twice(store: Store) -> None:
    assert next_number(store, 2026) == ONE.document_number
    issue(store, [ONE], by="王五")
    assert next_number(store, 2026) == "甬文明办督〔2026〕2号"
    assert next_number(store, 2027) == "甬文明办督〔2027〕1号"
    with pytest.raises(CollectionError, match="已经用过，请改用 甬文明办督〔2026〕2号"):
        issue(store, [ONE], by="王五")
    publish_batches(store, by="市")
    with pytest.raises(CollectionError, match="已经用过"):
        issue(store, [ONE], by="王五")


def test_numbers_follow_one_another_and_are_written_in_one_way() -> None:
    assert numbers_from(" 甬文明办督〔2026〕9号", 2) == ["甬文明办督〔2026〕9号", "甬文明办督〔2026〕10号"]
    for wrong in ("甬文明办督[2026]9号", "督/办〔2026〕1号", "〔2026〕1号", ""):
        with pytest.raises(CollectionError, match="写得不对"):
            numbers_from(wrong, 1)


def test_nothing_is_recorded_past_the_checks(store: Store) -> None:
    with pytest.raises(Refused, match="问题整改里没有这个编号"):
        issue(store, [replace(ONE, finding_codes=("W7",))], by="王五")
    with pytest.raises(Refused, match="早于发文日期"):
        issue(store, [replace(ONE, due_on=date(2026, 10, 1))], by="王五")
    assert waiting(store).empty


def test_supervisions_that_nobody_reviewed_are_not_replaced(store: Store, tmp_path: Path) -> None:
    row = {"document_number": "别的〔2026〕1号", "kind": "约谈", "responsible": "南门街道", "finding_codes": "W1"}
    file = write(tmp_path / "other", "supervisions.csv", [row | {"issued_on": "2026-10-20", "unit_code": DISTRICT}])
    assert submit(store, [file], by="李四").batch
    with pytest.raises(CollectionError, match="里有督办，请先审核或退回"):
        issue(store, [ONE], by="王五")
