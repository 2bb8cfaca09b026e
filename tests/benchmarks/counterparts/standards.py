"""What a standard and a version say of themselves: small tables, cut and sorted."""

from __future__ import annotations

import narwhals as nw

from tests.benchmarks.counterparts.reading import Read

_ATTRIBUTES = ("households", "share_60_plus", "share_renters", "building_age", "density")


def analysis_rules(read: Read, *, standard: str) -> nw.LazyFrame:
    columns = "small_sample_counted small_sample_listed pace_stretch rectified_line rectified_line_citation"
    return read("standard", columns, standard_version=standard)


def anchors(read: Read, *, standard: str) -> nw.LazyFrame:
    piece = read(
        "anchor_piece", "indicator_code position from_value from_score to_value to_score", standard_version=standard
    )
    first = piece.filter(nw.col("position") == 1).select(
        "indicator_code", position=nw.col("position") - 1, value="from_value", score="from_score"
    )
    rest = piece.select("indicator_code", "position", value="to_value", score="to_score")
    return nw.concat([first, rest]).sort("indicator_code", "position").drop("position")


def bands(read: Read, *, standard: str) -> nw.LazyFrame:
    columns = (
        "band_code band_name symbol position minimum_score minimum_dimension_score requires_all_reported "
        "requires_no_veto"
    )
    return read("band", columns, standard_version=standard).sort("position")


def context_weights(read: Read, *, standard: str) -> nw.LazyFrame:
    order = nw.lit(len(_ATTRIBUTES))
    for position, attribute in enumerate(_ATTRIBUTES):
        order = nw.when(nw.col("attribute") == attribute).then(position).otherwise(order)
    weight = read("context_weight", "attribute weight", standard_version=standard)
    return weight.with_columns(order=order).sort("order", "attribute").select("attribute", context_weight="weight")


def default_standard(read: Read, *, period: str) -> nw.LazyFrame:
    ends = read("period", "ends_on", period=period)
    later = (nw.col("valid_from") > nw.col("ends_on")).fill_null(value=False)
    return (
        read("standard", "standard_version valid_from")
        .join(ends, how="cross")
        .with_columns(later=nw.when(later).then(1).otherwise(0), since=nw.col("valid_from").cast(nw.Date))
        .sort("later", "since", "standard_version", descending=[False, True, False], nulls_last=True)
        .head(1)
        .select("standard_version")
    )


def dimensions(read: Read, *, standard: str) -> nw.LazyFrame:
    dimension = read("dimension", "dimension_code dimension_name position weight", standard_version=standard)
    share = nw.col("weight") / nw.col("weight").sum()
    return dimension.with_columns(weight_share=share).sort("position").drop("weight")


def findings(read: Read, *, standard: str) -> nw.LazyFrame:
    return read("finding", "position kind text", standard_version=standard).sort("position")


def grades(read: Read, *, standard: str) -> nw.LazyFrame:
    grade = read("grade", "indicator_code grade score", standard_version=standard)
    return grade.sort("indicator_code", "score", "grade", descending=[False, True, False])


def marks(read: Read, standard: str) -> nw.LazyFrame:
    """One row per indicator: the value that is worth the line, and the one that is worth 100."""
    piece = read(
        "anchor_piece", "indicator_code position from_value from_score to_value to_score", standard_version=standard
    )
    line = nw.col("line")
    low, high = nw.col("from_score"), nw.col("to_score")
    crosses = ((line >= low) & (line <= high)) | ((line >= high) & (line <= low))
    at = nw.col("from_value") + (line - low) * (nw.col("to_value") - nw.col("from_value")) / (high - low)
    full = nw.when(low == 100).then(nw.col("from_value")).otherwise(nw.when(high == 100).then(nw.col("to_value")))
    return (
        piece.join(read("standard", "line", standard_version=standard), how="cross")
        .with_columns(line_value=nw.when(crosses & (low != high)).then(at), full_value=full)
        .group_by("indicator_code")
        .agg(nw.col("line_value").min(), nw.col("full_value").min())
    )


def indicators(read: Read, *, standard: str) -> nw.LazyFrame:
    columns = (
        "indicator_code indicator_name dimension_code position weight scale_text unit decimals numerator denominator "
        "method sampling is_finite_population minimum maximum window_quarters source basis scale_basis citation "
        "is_reprint note"
    )
    dimension = read("dimension", "dimension_code dimension_name position", standard_version=standard)
    return (
        read("indicator", columns, standard_version=standard)
        .with_columns(
            weight_share=nw.col("weight") / nw.col("weight").sum(),
            curve_text=nw.col("scale_text").str.replace_all(" → ", "→", literal=True),
        )
        .join(dimension.rename({"position": "dimension_position"}), on="dimension_code")
        .join(marks(read, standard), on="indicator_code", how="left")
        .sort("dimension_position", "position")
        .rename({"unit": "unit_text"})
    )


def measures(read: Read, *, standard: str) -> nw.LazyFrame:
    ruling = read("standard", "line minimum_rated_share", standard_version=standard)
    text, number = nw.lit(None).cast(nw.String), nw.lit(None).cast(nw.Float64)

    def of_all(part: int, measure: str, name: str, unit: str, decimals: int, line: nw.Expr) -> nw.LazyFrame:
        return ruling.with_columns(
            measure=nw.lit(measure),
            measure_name=nw.lit(name),
            dimension_code=text,
            unit_text=nw.lit(unit),
            line=line,
            decimals=nw.lit(decimals),
            part=nw.lit(part),
            position=nw.lit(0),
        ).drop("minimum_rated_share")

    def of_parts(part: int, table: str, kind: str, dimension: nw.Expr) -> nw.LazyFrame:
        rows = read(
            table,
            f"{kind}_code {kind}_name position" + (" dimension_code" if kind == "indicator" else ""),
            standard_version=standard,
        )
        return rows.join(ruling.select("line"), how="cross").select(
            "line",
            measure=nw.concat_str(nw.lit(f"{kind}:"), nw.col(f"{kind}_code")),
            measure_name=nw.col(f"{kind}_name"),
            dimension_code=dimension,
            unit_text=nw.lit("分"),
            decimals=nw.lit(2),
            part=nw.lit(part),
            position=nw.col("position"),
        )

    columns = ["measure", "measure_name", "dimension_code", "unit_text", "line", "decimals", "part", "position"]
    frames = [
        of_all(1, "index", "得分率", "分", 2, nw.col("line")),
        of_parts(2, "dimension", "dimension", nw.col("dimension_code")),
        of_all(3, "share_passing", "社区达标率", "%", 1, number),
        of_all(4, "change", "较上季变化", "百分点", 2, nw.lit(0.0)),
        of_all(5, "coverage", "有评分社区占比", "%", 1, 100 * nw.col("minimum_rated_share")),
        of_all(6, "activities", "每千户活动场次", "场/千户", 2, number),
        of_all(7, "appeals:on_time_rate", "按期办结率", "%", 1, number),
        of_all(8, "appeals:solve_rate", "解决率", "%", 1, number),
        of_all(9, "appeals:satisfy_rate", "满意率", "%", 1, number),
        of_all(10, "findings:rectified_rate", "整改率", "%", 1, number),
        of_parts(11, "indicator", "indicator", nw.col("dimension_code")),
    ]
    whole = {"decimals": nw.col("decimals").cast(nw.Int64), "part": nw.col("part").cast(nw.Int64)}
    whole["position"] = nw.col("position").cast(nw.Int64)
    same = [frame.with_columns(**whole).select(columns) for frame in frames]
    return nw.concat(same).sort("part", "position")


def periods(read: Read) -> nw.LazyFrame:
    return read("period", "period starts_on ends_on previous_period").sort("starts_on", descending=True)


def publication(read: Read) -> nw.LazyFrame:
    columns = "version is_demonstration register_note boundary_source boundary_vintage map_approval_number data_until"
    return read("publication", columns)


def standards(read: Read) -> nw.LazyFrame:
    columns = (
        "standard_version standard_name valid_from is_example notice aggregation geometric_floor line "
        "minimum_coverage minimum_rated_share false_discovery_rate minimum_change"
    )
    order = {"descending": [True, False], "nulls_last": True}
    return (
        read("standard", columns)
        .with_columns(since=nw.col("valid_from").cast(nw.Date))
        .sort("since", "standard_version", **order)
        .drop("since")
    )


def targets(read: Read, *, standard: str) -> nw.LazyFrame:
    return read("target", "measure period value basis", standard_version=standard).sort("measure", "period")


def vetoes(read: Read, *, standard: str) -> nw.LazyFrame:
    return read("veto", "indicator_code veto_name note basis", standard_version=standard).sort("indicator_code")
