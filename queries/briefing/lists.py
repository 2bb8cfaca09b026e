"""The sections that are read: league, movers, problems, focus, ways up, examples, what comes next."""

from __future__ import annotations

import queries
from data import verdicts
from queries import formats
from queries.briefing.model import Column, Points, Tone
from queries.briefing.orders import SlideRule
from queries.briefing.subject import Subject
from queries.briefing.words import (
    KINDS,
    NAMED,
    ROWS,
    Part,
    interval_words,
    left_out,
    measured_words,
    names_words,
    pace_words,
    side_of,
    tables,
    tone_of,
)
from queries.changes import TURNOVER_WORD, turnover_words


def league_part(subject: Subject, _rule: SlideRule) -> Part:
    """The units of the city, or the streets of a unit, with the interval of every place."""
    rows = subject.league
    ranked = rows[rows["place"].notna()]
    if ranked.empty:
        return Part({}, ())
    kind = "街道" if subject.unit else "单位"
    is_turned = any(map(turnover_words, rows["turnover_change"]))
    turned: tuple[Tone, ...] = ("muted",) if is_turned else ()
    columns = (
        Column("名次", 7, is_number=True), Column(kind, 18), Column("得分率", 11, is_number=True),
        Column("距线", 10, is_number=True), Column("较上季", 11, is_number=True),
        *([Column(TURNOVER_WORD, 11, is_number=True)] if is_turned else []), Column("进退", 17),
        Column("95% 名次区间", 15, is_number=True), Column("难分", 8), Column("达标社区", 12, is_number=True),
    )  # fmt: skip
    cells: list[tuple[str, ...]] = []
    tones: list[tuple[Tone, ...]] = []
    for row in rows.to_dict("records"):
        side = side_of(row["score"], subject.line)
        moved = tone_of(row["change"], row["progress"])
        cells.append((
            formats.MISSING if formats.is_missing(row["place"]) else str(int(row["place"])),
            str(row["area_name"]),
            formats.number(row["score"]),
            formats.signed(row["gap"]),
            formats.signed(row["change"]),
            *([formats.signed(row["turnover_change"])] if is_turned else []),
            row["progress"] if isinstance(row["progress"], str) else formats.MISSING,
            interval_words(row["rank_low"], row["rank_high"]),
            "↕" if row["is_tied_with_next"] is True or row["is_tied_with_next"] == 1 else "",
            f"{int(row['passing_count'])}/{int(row['rated_count'])}",
        ))  # fmt: skip
        tones.append(("plain", "plain", side, side, moved, *turned, moved, "plain", "muted", "plain"))
    tied = int((rows["is_tied_with_next"] == True).sum())  # noqa: E712 - nullable
    fields = {
        "first": str(ranked.iloc[0]["area_name"]),
        "last": str(ranked.iloc[-1]["area_name"]),
        "tied": str(tied),
    }
    talk = (
        f"{fields['first']} {formats.number(ranked.iloc[0]['score'])} 居首。",
        f"“难分”（↕）表示与下一名的差别在误差之内，共 {tied} 处；名次区间是误差允许的最好与最差名次。",
    )
    return Part(fields, tables(columns, cells, tones), f"{kind}按得分率；较上季为同口径，误差之内的前后不作结论", talk)


def progress_part(subject: Subject, rule: SlideRule) -> Part:
    """进步榜: only rises beyond their error and as large as the standard asks."""
    return _moved(subject, verdicts.RISEN, rule.most)


def falls_part(subject: Subject, rule: SlideRule) -> Part:
    """Only falls beyond their error and as large as the standard asks."""
    return _moved(subject, verdicts.FALLEN, rule.most)


def _moved(subject: Subject, verdict: str, most: int) -> Part:
    """Those whose change is real, the larger areas first; the largest change first in each kind."""
    movers = subject.movers
    real = movers[movers["progress"] == verdict]
    small, within = (
        int(movers["progress"].map(is_so).sum()) for is_so in (verdicts.is_small, verdicts.is_within_error)
    )
    note = f"只列{verdict}的，同口径；略升、略降的 {small} 个不列名，在抽样误差内的 {within} 个不作结论"
    if real.empty:
        return Part({}, (), note)
    note += left_out(len(real), most)
    rank = {"unit": 0, "street": 1, "community": 2}
    real = real.assign(rank=real["area_kind"].map(rank), size=-real["change"].abs())
    real = real.sort_values(["rank", "size", "area_code"], kind="stable")
    shown = real.head(most) if most else real
    columns = (
        Column("层级", 10), Column("名称", 27), Column("所属", 27), Column("得分", 12, is_number=True),
        Column("较上季", 12, is_number=True), Column("等次", 14),
    )  # fmt: skip
    cells = [
        (
            KINDS[row["area_kind"]],
            str(row["area_name"]),
            " · ".join(str(row[name]) for name in _belonging(row["area_kind"]) if isinstance(row[name], str)),
            formats.number(row["score"]),
            formats.arrow(row["change"]),
            f"{row['symbol']} {row['band_name']}" if isinstance(row["band_name"], str) else "○ 数据不足",
        )
        for row in shown.to_dict("records")
    ]
    side: Tone = "above" if verdict == verdicts.RISEN else "below"
    tones: list[tuple[Tone, ...]] = [("muted", "plain", "muted", "plain", side, "plain")] * len(cells)
    kinds = "和".join(KINDS[kind] for kind in ("street" if subject.unit else "unit", "community"))
    fields = {"count": str(len(real)), "names": names_words(real["area_name"].tolist()), "kinds": kinds}
    talk = (
        f"{verdict}的有 {len(real)} 个：{fields['names']}。",
        note + "。",
        "上季特别低的，本季多半会自己回升一些，特别高的反之（向均值回归）；所以只认超出误差的变化。",
    )
    return Part(fields, tables(columns, cells, tones), note, talk)


def _belonging(kind: str) -> tuple[str, ...]:
    return {"unit": (), "street": ("unit_name",), "community": ("unit_name", "street_name")}[kind]


def problems_part(subject: Subject, _rule: SlideRule) -> Part:
    """The dimensions by the share of communities below the line, and the weakest indicators of the area."""
    known = subject.dimensions.dropna(subset=["share_passing"]).sort_values("share_passing", kind="stable")
    if known.empty:
        return Part({}, ())
    own = f"{subject.area['area_kind']}:{subject.area['area_code']}"
    rows = queries.indicator_profile(subject.database, **subject.chosen, areas=(own,))
    rows = rows.dropna(subset=["score"]).sort_values("score", kind="stable").head(ROWS)
    columns = (
        Column("指标", 36), Column("维度", 16), Column("现值", 16, is_number=True), Column("达标线", 16, is_number=True),
        Column("得分", 16, is_number=True),
    )  # fmt: skip
    cells = [
        (
            str(row["indicator_name"]),
            str(row["dimension_name"]),
            measured_words(row["measured_value"], row),
            measured_words(row["line_value"], row),
            formats.number(row["score"]),
        )
        for row in rows.to_dict("records")
    ]
    tones: list[tuple[Tone, ...]] = [
        ("plain", "muted", "plain", "muted", side_of(score, subject.line)) for score in rows["score"]
    ]
    worst = known.iloc[0]
    share = formats.percent(100 - worst["share_passing"])
    fields = {"worst": str(worst["dimension_name"]), "worst_share": share}
    talk = tuple(
        f"{row['dimension_name']}：{formats.percent(100 - row['share_passing'])} 的社区不到线。"
        for row in known.to_dict("records")
    )
    return Part(fields, tables(columns, cells, tones), f"{subject.name}得分最低的 {len(cells)} 项指标", talk)


def focus_part(subject: Subject, _rule: SlideRule) -> Part:
    """重点关注: not 达标 and really falling, with the dimension responsible."""
    rows = subject.focus
    note = "未达标，且连续两季以上下滑、两季合计的下滑超出误差；黑榜只列“确定未达标”，其余待复核"
    if rows.empty:
        return Part({}, (), note)
    columns = (
        Column("社区", 22), Column("单位 · 街道", 26), Column("得分", 10, is_number=True),
        Column("两季变化", 12, is_number=True), Column("主要失分维度", 17), Column("判断", 13),
    )  # fmt: skip
    cells = [
        (
            str(row["community_name"]),
            f"{row['unit_name']} · {row['street_name']}",
            formats.number(row["score"]),
            formats.arrow(row["two_period_change"]),
            str(row["dimension_name"]),
            str(row["verdict"]),
        )
        for row in rows.to_dict("records")
    ]
    tones: list[tuple[Tone, ...]] = [
        ("plain", "muted", "below", "below", "plain", "plain" if word == "确定未达标" else "muted")
        for word in rows["verdict"]
    ]
    talk = tuple(
        f"{row['community_name']}（{row['unit_name']}）{formats.number(row['score'])}，两季"
        f"{formats.arrow(row['two_period_change'])}，主要在{row['dimension_name']}。"
        for row in rows.head(NAMED).to_dict("records")
    )
    fields = {"count": str(len(rows)), "first": str(rows.iloc[0]["community_name"])}
    return Part(fields, tables(columns, cells, tones), note, talk)


def ways_part(subject: Subject, _rule: SlideRule) -> Part:
    """The items that would lift most communities over the line."""
    rows = subject.levers.head(ROWS)
    note = "按最短路径：补这一项能帮助多少个未达标社区达标"
    if rows.empty:
        return Part({}, (), note)
    columns = (
        Column("要补的项", 40), Column("维度", 18), Column("可助达标社区", 16, is_number=True),
        Column("只差这一项", 14, is_number=True), Column("每社区可提分", 16, is_number=True),
    )  # fmt: skip
    cells = [
        (
            str(row["indicator_name"]),
            str(row["dimension_name"]),
            str(int(row["community_count"])),
            str(int(row["alone_count"])),
            formats.signed(row["median_gain"]),
        )
        for row in rows.to_dict("records")
    ]
    tones: list[tuple[Tone, ...]] = [("plain", "muted", "above", "plain", "plain")] * len(cells)
    first = rows.iloc[0]
    fields = {
        "item": str(first["indicator_name"]),
        "count": str(int(first["community_count"])),
        "alone": str(int(first["alone_count"])),
    }
    talk = tuple(
        f"{row['indicator_name']}：可助 {int(row['community_count'])} 个社区达标，"
        f"其中 {int(row['alone_count'])} 个只差这一项。"
        for row in rows.head(NAMED).to_dict("records")
    )
    return Part(fields, tables(columns, cells, tones), note, talk)


def examples_part(subject: Subject, rule: SlideRule) -> Part:
    """The communities of the best band, by code: within a band there is no order."""
    best = queries.bands(subject.database, standard=subject.standard).iloc[0]
    rows = queries.league_table(
        subject.database, **subject.chosen, area_kind="community", units=subject.units, bands=(str(best["band_code"]),),
        ranked=0,
    ).sort_values("area_code", kind="stable")  # fmt: skip
    if rows.empty:
        return Part({}, ())
    columns = (
        Column("社区", 26), Column("单位 · 街道", 32), Column("类型", 18), Column("得分", 12, is_number=True),
        Column("把握", 12),
    )  # fmt: skip
    cells = [
        (
            f"{row['symbol']} {row['area_name']}",
            f"{row['unit_name']} · {row['street_name']}",
            str(row["kind"]),
            formats.number(row["score"]),
            row["certainty"] if isinstance(row["certainty"], str) else formats.MISSING,
        )
        for row in (rows.head(rule.most) if rule.most else rows).to_dict("records")
    ]
    tones: list[tuple[Tone, ...]] = [("plain", "muted", "muted", "above", "plain")] * len(cells)
    talk = (f"{best['band_name']}社区 {len(rows)} 个，排名不分先后，按代码排列。",)
    note = f"{best['symbol']} {best['band_name']}；排名不分先后，按代码排列{left_out(len(rows), rule.most)}"
    return Part({"count": str(len(rows))}, tables(columns, cells, tones), note, talk)


def next_part(subject: Subject, _rule: SlideRule) -> Part:
    """What to do next: the levers, the focus and the pace, as sentences."""
    points = [
        f"抓{row['indicator_name']}：可助 {int(row['community_count'])} 个社区达标，其中 {int(row['alone_count'])} 个只差这一项"
        for row in subject.levers.head(NAMED).to_dict("records")
    ]
    if len(subject.focus):
        names = names_words(subject.focus["community_name"].tolist())
        points.append(f"盯重点关注社区 {len(subject.focus)} 个：{names}")
    paces = queries.pace(subject.database, **subject.chosen, **subject.area, units=())
    if len(paces):
        points.append(f"{subject.name}进度：{pace_words(paces.iloc[0])}")
    waiting = int(
        queries.unit_reporting(subject.database, **subject.chosen, units=subject.units)["waiting_count"].sum()
    )
    if waiting:
        points.append(f"补报：{waiting} 个社区还有指标未报，补报前至多为培育")
    if not points:
        return Part({}, ())
    levers = subject.levers
    fields = {
        "item": str(levers.iloc[0]["indicator_name"]) if len(levers) else "",
        "count": str(len(subject.focus)),
    }
    return Part(fields, ((Points(tuple(points)),),), formats.period_name(subject.period), tuple(points))
