"""Files that are not sheets: boundaries and the standard, each with a checker of its own."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from data.reading.boundaries import BoundaryError, read_boundaries
from data.reading.files import MEGABYTE, refusal, system_refusal
from data.reading.problems import Problem, Refused
from data.reading.standards import StandardError, read_standard
from data.settings import Settings
from data.standard import Standard

TABLE_OF_SUFFIX = {".geojson": "boundaries", ".json": "boundaries", ".toml": "standard"}


def check_boundaries(file: Path, district_codes: Collection[str], settings: Settings) -> int:
    """How many boundaries a GeoJSON file has.

    Raises:
        Refused: they cannot be used; one problem per fault.
    """
    _require_size(file, settings)
    try:
        return len(read_boundaries(file, district_codes)["features"])
    except BoundaryError as error:
        raise _refused(file, str(error)) from None


def check_standard(file: Path, settings: Settings) -> Standard:
    """The standard in a TOML file, fit to be published.

    Raises:
        Refused: it cannot be used; one problem per fault.
    """
    _require_size(file, settings)
    try:
        standard = read_standard(file)
    except StandardError as error:
        raise _refused(file, str(error)) from None
    if not standard.band or standard.valid_from is None:
        raise _refused(file, "发布用的标准须有 valid_from（生效日期）和至少一个等次（band）")
    return standard


def _require_size(file: Path, settings: Settings) -> None:
    try:
        size = file.stat().st_size
    except OSError as error:
        raise system_refusal(file.name, error) from None
    if size > settings.largest_file_mb * MEGABYTE:
        raise refusal(
            file.name,
            f"文件大小超过 {settings.largest_file_mb:g} MB",
            "核对文件，或请管理员调整设置 DASHBOARD_LARGEST_FILE_MB",
        )


def _refused(file: Path, lines: str) -> Refused:
    """One problem per place that a line speaks of, which stands for the column."""
    rules: dict[str, list[str]] = {}
    for line in lines.splitlines():
        place, _, rule = line.removeprefix(f"{file.name}：").rpartition("：")
        rules.setdefault(place, []).append(rule)
    return Refused(
        [
            Problem(file.name, None, place or None, None, "；".join(told), "改正后重新上传")
            for place, told in rules.items()
        ]
    )
