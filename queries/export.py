"""The rows of a question as a file: one way for the button, the route and the command line.

The same version and filters give the same bytes: no clock and no viewer is inside, those go to the log.

A file is CSV as Excel reads it: UTF-8 with one BOM, CRLF, Chinese headers; texts are quoted, numbers are not. The first
columns say on every row what a forwarded file must still say by itself: demonstration or not, standard, period, filters.
A text that a spreadsheet would take for a formula gets a leading apostrophe; numbers, negative ones too, stay numbers.
"""

from __future__ import annotations

import hashlib
import io
import logging
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import queries
from data.store import Store, StoreError
from queries.database import Database, open_database, statement
from queries.parameters import BadParameter, Filters, Question, filter_words, read_filters, restrict
from queries.rounding import round_half_up

if TYPE_CHECKING:
    import pyarrow as pa

# What can be taken away: the question and what its files are called.
EXPORTS: dict[str, tuple[Question, str]] = {
    "league_table": (queries.league_table, "排行榜"),
    "area_measure": (queries.area_measure, "地图"),
    "area_score": (queries.area_score, "总览总分"),
    "dimension_summary": (queries.dimension_summary, "总览五维"),
    "band_counts": (queries.band_counts, "总览等次"),
    "dimension_profile": (queries.dimension_profile, "五维对标"),
    "indicator_profile": (queries.indicator_profile, "五维对标指标"),
    "activity_summary": (queries.activity_summary, "活动各维度"),
    "activity_months": (queries.activity_months, "活动逐月"),
    "activity_kinds": (queries.activity_kinds, "活动种类"),
    "activity_hours": (queries.activity_hours, "活动时段"),
    "inactive_communities": (queries.inactive_communities, "本季无活动社区"),
    "band_moves": (queries.band_moves, "总览新达标与跌出"),
    "community_profile": (queries.community_profile, "社区档案"),
    "community_indicators": (queries.community_indicators, "社区档案指标"),
    "community_activities": (queries.community_activities, "社区档案活动"),
    "contributions": (queries.contributions, "社区档案变化来源"),
    "improvement_steps": (queries.improvement_steps, "社区档案补短板"),
    "one_step_away": (queries.one_step_away, "再补一项即可达标"),
    "unit_reporting": (queries.unit_reporting, "总览报送"),
    "indicators": (queries.indicators, "标准细则"),
    "standard_changes": (queries.standard_changes, "标准变化"),
}

_BOM = b"\xef\xbb\xbf"
_FORMULA = r"^[=+\-@\t\r\n＝＋－＠]"
_NOT_IN_A_NAME = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')
_NAME_LENGTH = 80  # characters: 240 bytes, what file systems allow


class UnknownQuestion(LookupError):
    """A question that cannot be exported; the message is for the user."""


@dataclass(frozen=True)
class Export:
    """A file on its way: its name and its bytes, which are read once."""

    name: str
    chunks: Iterator[bytes]


def open_export(
    store: Store, question: str, given: Mapping[str, Sequence[str]], *, who: str, units: tuple[str, ...] | None = None
) -> Export:
    """The file that an address or a command line asks for; it is logged when its last byte is read.

    Args:
        store: Where the versions are.
        question: A key of ``EXPORTS``.
        given: The parameters as texts; besides those of the question ``version``, by default the current one.
        who: The viewer's name, for the log.
        units: The reporting units the viewer may see, all of them if ``None``.

    Raises:
        UnknownQuestion: no such question.
        BadParameter: a parameter or value that does not exist.
        NotAllowed: nothing of it may be seen.
        StoreError: no such version.
    """
    if question not in EXPORTS:
        raise UnknownQuestion(f"没有可导出的“{question}”，可选：{'、'.join(EXPORTS)}")
    database = open_database(store, read_version(store, given.get("version", ())))
    given = {name: values for name, values in given.items() if name != "version"}
    filters = restrict(database, read_filters(database, EXPORTS[question][0], given), units)
    name = export_name(database, question, filters)
    entry = {
        "who": who,
        "version": database.version,
        "question": question,
        "filters": _without_empty(filters),
        "name": name,
    }
    return Export(name, _logged(export_csv(database, question, filters), store, entry))


def export_address(question: str, filters: Mapping[str, Any], version: int) -> str:
    """The address of a file on this server: what a button links to; empty filters are left out."""
    return f"/export/{question}.csv?" + urlencode({"version": version, **_without_empty(filters)}, doseq=True)


def export_name(database: Database, question: str, filters: Filters) -> str:
    """The Chinese name of a file: page, 演示 if it is, period, filters; as 排行榜_演示_2026Q3_鄞州区.csv."""
    source, page = EXPORTS[question]
    demonstration = ["演示"] if queries.publication(database)["is_demonstration"].iloc[0] else []
    period = [filters["period"]] if "period" in filters else []
    words = [page, *demonstration, *period, *filter_words(database, source, filters)]
    return _NOT_IN_A_NAME.sub("-", "_".join(words))[: _NAME_LENGTH - 4] + ".csv"


def export_csv(database: Database, question: str, filters: Filters) -> Iterator[bytes]:
    """The rows of a question as CSV, a batch at a time; the question is asked before the first byte is taken.

    ``filters`` are all keyword arguments of the question, as :func:`queries.parameters.read_filters` gives them.
    """
    source, _ = EXPORTS[question]
    reader = database.batches(statement(source), filters)
    every_row = {
        "数据性质": "演示数据" if queries.publication(database)["is_demonstration"].iloc[0] else "正式数据",
        "标准": _standard_name(database, filters["standard"]),
        "期": filters.get("period", "不分期"),
        "筛选": "、".join(filter_words(database, source, filters)) or "全市",
    }
    dimensions = list(queries.dimensions(database, standard=filters["standard"])["dimension_name"])
    return _csv(reader, every_row, dimensions)


def read_version(store: Store, given: Sequence[str]) -> int:
    """The version that is asked for, by default the current one.

    Raises:
        BadParameter: it is not a number.
        StoreError: nothing has been published yet.
    """
    if not given:
        current = store.current()
        if current is None:
            raise StoreError("尚未发布任何版本")
        return current
    if len(given) > 1 or not re.fullmatch(r"[0-9]{1,9}", given[0]):
        raise BadParameter(f"参数“version”的值“{'、'.join(given)}”不是版本号")
    return int(given[0])


def _csv(reader: pa.RecordBatchReader, every_row: Mapping[str, str], dimensions: Sequence[str]) -> Iterator[bytes]:
    import pyarrow as pa
    from pyarrow.csv import CSVWriter, WriteOptions

    sink = io.BytesIO()
    sink.write(_BOM)
    header = _written(pa.RecordBatch.from_pylist([], reader.schema), every_row, dimensions).schema
    with reader, CSVWriter(sink, header, write_options=WriteOptions(eol="\r\n")) as writer:
        for batch in reader:
            writer.write_batch(_written(batch, every_row, dimensions))
            yield sink.getvalue()
            sink.seek(0)
            sink.truncate()
    if sink.getvalue():
        yield sink.getvalue()


def _written(batch: pa.RecordBatch, every_row: Mapping[str, str], dimensions: Sequence[str]) -> pa.RecordBatch:
    """A batch under Chinese headers, every column as it is to be written."""
    import pyarrow as pa
    import pyarrow.compute as pc

    columns = {header: _text(pa.repeat(word, len(batch)), {}) for header, word in every_row.items()}
    for name, column in zip(batch.schema.names, batch.columns, strict=True):
        style = _styles()[name]
        if "header" not in style:
            continue
        match style["kind"]:
            case "text":
                columns[style["header"]] = _text(column, style)
            case "whole":
                columns[style["header"]] = column.cast(pa.int64())
            case "number":
                columns[style["header"]] = _number(column, style.get("decimals", 2))
            case "share":
                columns[style["header"]] = _number(pc.multiply(column, 100.0), style.get("decimals", 2))
            case "dimensions":
                for position, dimension in enumerate(dimensions):
                    score = pc.list_slice(column, position, position + 1, return_fixed_size_list=True)
                    columns[dimension + style["header"]] = _number(pc.list_element(score, 0), 2)
    return pa.RecordBatch.from_pydict(columns)


def _text(column: pa.Array, style: Mapping[str, Any]) -> pa.Array:
    import pyarrow as pa
    import pyarrow.compute as pc

    column = column.cast(pa.string())
    for code, word in style.get("words", {}).items():
        column = pc.if_else(pc.equal(column, code), word, column)
    if "absent" in style:
        column = column.fill_null(style["absent"])
    guarded = pc.binary_join_element_wise("'", column, "")
    return pc.if_else(pc.match_substring_regex(column, _FORMULA), guarded, column)


def _number(column: pa.Array, decimals: int) -> pa.Array:
    import pyarrow as pa

    rounded = round_half_up(column.cast(pa.float64()).to_numpy(zero_copy_only=False), decimals)
    return pa.array(rounded, from_pandas=True).cast(pa.decimal128(18, decimals), safe=False)


@cache
def _styles() -> dict[str, dict[str, Any]]:
    return tomllib.loads(Path(__file__).with_name("columns.toml").read_text(encoding="utf-8"))


def _standard_name(database: Database, version: str) -> str:
    standards = queries.standards(database)
    standard = standards[standards["standard_version"] == version].iloc[0]
    name = str(standard["standard_name"])
    return name if not standard["is_example"] or "示例细则" in name else f"{name}（示例细则）"


def _without_empty(filters: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in filters.items() if value not in ("", (), None)}


def _logged(chunks: Iterator[bytes], store: Store, entry: Mapping[str, Any]) -> Iterator[bytes]:
    """The same bytes; then a line in the log says who took what when, and whether all of it.

    A log that cannot be written does not keep anybody from their file.
    """
    size, digest, is_complete = 0, hashlib.sha256(), False
    try:
        for chunk in chunks:
            size += len(chunk)
            digest.update(chunk)
            yield chunk
        is_complete = True
    finally:
        try:
            taken = {"bytes": size, "sha256": digest.hexdigest(), "is_complete": is_complete}
            store.append_log("exports", {**entry, **taken})
        except OSError as error:
            logging.getLogger(__name__).warning("导出日志写入失败：%s", error)
