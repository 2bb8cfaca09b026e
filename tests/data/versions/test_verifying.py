"""``verify``: which versions and submissions are whole."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from data.__main__ import main
from data.settings import PROJECT
from data.versions.store import DATABASE, Store

EARLIER = PROJECT / "tests" / "data" / "stores" / "0.4.0"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A store of two versions and four submissions, as the default one."""
    return Store(Path(shutil.copytree(EARLIER, tmp_path / "store")))


@pytest.mark.usefixtures("store")
def test_a_whole_store_is_said_to_be_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "  第 2 版：完好",
        "  第 1 版：完好",
        *(f"  第 {number} 批报送：完好" for number in (1, 2, 3, 4)),
        "全部完好",
    ]


def overwrite(file: Path) -> None:
    file.chmod(0o600)
    file.write_text("x", encoding="utf-8")


def test_what_is_not_whole_is_named(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    database = store.versions / "2" / DATABASE
    database.chmod(0o600)
    content = bytearray(database.read_bytes())
    content[-1] ^= 1
    database.write_bytes(content)
    overwrite(store.batches / "1" / "originals" / "measurements.csv")
    overwrite(store.batches / "3" / "measurements.parquet")
    (store.batches / "4" / "originals" / "measurements.csv").unlink()
    assert main(["verify"]) == 2
    said = capsys.readouterr()
    assert said.out.splitlines() == [
        f"✗ 第 2 版：文件在发布之后被改动过：{DATABASE}",
        "  第 1 版：完好",
        "✗ 第 1 批报送：原文件被改动过：measurements.csv",
        "  第 2 批报送：完好",
        "✗ 第 3 批报送：数据表无法读取：measurements.parquet",
        "✗ 第 4 批报送：缺少原文件：measurements.csv",
    ]
    assert "有 4 处不完好" in said.err


def test_a_pruned_version_is_whole_unless_it_is_in_force(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    (store.versions / "1" / DATABASE).unlink()
    assert main(["verify"]) == 0
    assert "  第 1 版：数据库已清理，只留清单" in capsys.readouterr().out
    store.pointer.write_text("1")
    assert main(["verify"]) == 2
    assert f"✗ 第 1 版：缺少文件：{DATABASE}" in capsys.readouterr().out


def test_a_store_that_is_gone_is_not_whole(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    store.clean_up()
    shutil.rmtree(store.versions)
    store.pointer.unlink()
    assert main(["verify"]) == 2
    assert "✗ 发布指针：数据文件夹里曾有已发布的版本" in capsys.readouterr().out
