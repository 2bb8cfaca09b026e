"""GeoJSON for maps: one feature an area, districts as polygons, streets and communities as points.

Nothing is dropped: a reporting unit hosted by a district has no polygon of its own, and its feature no geometry.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import queries
from data.versions.store import StoreError
from queries.reports.facts import Facts
from queries.reports.rows.answers import Answer
from queries.reports.rows.columns import written
from queries.reports.rows.separated import SeparatedText

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

_NOTE = (
    "区的多边形表示同代码的报送单位；另列的功能区没有单独的边界，geometry 为 null，host_code 是所在区。"
    "街道和社区以点表示，position_quality 为位置精度：surveyed 实测、street 按街道定位、schematic 示意。"
)
_GEOMETRY = ("longitude", "latitude")


def geojson(answer: Answer, facts: Facts, boundaries: Path) -> Iterator[bytes]:
    """An answer as a feature collection, a batch at a time.

    Raises:
        StoreError: the boundaries of the version cannot be read.
    """
    text, dimensions = SeparatedText(answer), answer.dimensions()
    collection = _read(boundaries)
    polygons = {feature["properties"]["code"]: feature["geometry"] for feature in collection.pop("features")}
    positions: dict[tuple[str, str], dict[str, Any]] = {}
    yield b'{"type": "FeatureCollection", "features": ['
    separator = b"\n"
    for batch in answer.batches():
        text.piece(written(batch, dimensions, answer.style))
        rows = batch.to_pylist()
        if not set(_GEOMETRY) <= set(batch.schema.names):
            positions = positions or _positions(answer, batch)
            rows = [{**row, **positions.get((row["area_kind"], row["area_code"]), {})} for row in rows]
        for row in rows:
            feature = {
                "type": "Feature",
                "id": row["area_code"],
                "geometry": _geometry(row, polygons),
                "properties": {name: value for name, value in row.items() if name not in _GEOMETRY},
            }
            yield separator + _encoded(feature)
            separator = b",\n"
    text.end()
    about = {
        **{name: value for name, value in collection.items() if name != "type"},
        **facts.metadata(),
        "note": _NOTE,
        "rows": answer.rows,
        "csv_sha256": text.sha256,
    }
    yield b"\n], " + _encoded(about)[1:] + b"\n"


def _geometry(row: Mapping[str, Any], polygons: Mapping[str, dict[str, Any]]) -> dict[str, Any] | None:
    if row["area_kind"] == "unit":
        return polygons.get(row["area_code"])
    if row.get("longitude") is None or row.get("latitude") is None:
        return None
    return {"type": "Point", "coordinates": [row["longitude"], row["latitude"]]}


def _positions(answer: Answer, batch: pa.RecordBatch) -> dict[tuple[str, str], dict[str, Any]]:
    """Where the areas of an answer lie that does not say so itself."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    chosen = {name: answer.filters[name] for name in ("period", "standard")}
    for kind in dict.fromkeys(batch.column("area_kind").to_pylist()):
        rows: pd.DataFrame = queries.area_measure(answer.database, **chosen, area_kind=kind)
        rows = rows.astype(object).where(rows.notna(), None)
        for row in rows[["area_code", *_GEOMETRY, "position_quality"]].to_dict("records"):
            found[kind, row.pop("area_code")] = {str(name): value for name, value in row.items()}
    return found


def _read(boundaries: Path) -> dict[str, Any]:
    try:
        content: dict[str, Any] = json.loads(boundaries.read_text(encoding="utf-8"))
        return {**content, "features": list(content["features"])}
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise StoreError(f"边界文件无法读取（{boundaries.name}），请重新发布或回到完好的版本") from error


def _encoded(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, default=str).encode()
