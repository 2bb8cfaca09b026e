from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from data.working import working_connection


def test_what_does_not_fit_goes_to_disk_and_goes_with_the_connection(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DASHBOARD_MEMORY_MB", "100")
    with working_connection(tmp_path / "a.duckdb") as connection:
        connection.execute(
            "create temp table wide as select range as a, repeat('x', 60) || range as b from range(3000000)"
        )
        (spill,) = connection.execute("select current_setting('temp_directory')").fetchone() or ("",)
        (spilled,) = connection.execute("select sum(size) from duckdb_temporary_files()").fetchone() or (0,)
        assert spilled > 10e6
        assert Path(spill).is_dir()
    assert not Path(spill).exists()
    with pytest.raises(duckdb.ConnectionException):
        connection.execute("select 1")
