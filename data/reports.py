"""What the command line says: inspections, batches, versions and differences as lines of Chinese text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from data.checking.inspection import Inspection
from data.clock import moment
from data.collecting.batches import Batch
from data.collecting.decisions import State
from data.periods import in_words
from data.tables import read_definition
from data.versions.differences import Differences
from data.versions.manifest import Manifest

SHOWN = 20
_DIGEST = 8


def inspection_lines(inspection: Inspection) -> Iterator[str]:
    """What was read, the first warnings, and how complete it is."""
    for sheet in inspection.sheets:
        place = sheet.file + (f"「{sheet.sheet}」" if sheet.sheet else "")
        if not sheet.table:
            yield f"{place}：未导入。{sheet.note}"
            continue
        layout = f"，{sheet.layout}" if sheet.layout else ""
        counts = f"读取 {sheet.rows_read} 行，接受 {sheet.rows_accepted} 行，退回 {sheet.rows_refused} 行"
        note = f"；{sheet.note}" if sheet.note else ""
        yield f"{place}：{read_definition(sheet.table).title}{layout}，{counts}{note}"
    for warning in inspection.warnings[:SHOWN]:
        yield f"提示 {warning}"
    if inspection.warning_count > SHOWN:
        yield f"……共 {inspection.warning_count} 条提示，以上为前 {SHOWN} 条"
    for replacement in inspection.replaced:
        keep = "；要保留它们，加 --add 补充" if replacement.row_count and not replacement.is_joined else ""
        yield f"{replacement}{keep}"
    for row in inspection.coverage.to_dict("records"):
        yield (
            f"{row['unit_name']} {in_words(row['period'])}：已报 {row['reported_count']}/{row['community_count']} 个社区，"
            f"应报 {row['due_count']} 项，已有 {row['present_count']} 项"
        )


def batch_line(batch: Batch, state: State) -> str:
    """One batch: number, state, what about, when, by whom."""
    about = "、".join(read_definition(table).title for table in batch.tables)
    names = {row.unit_code: row.unit_name for row in batch.coverage}
    units = names.get(batch.unit, batch.unit) if batch.unit else f"{len(batch.units)} 个单位" if batch.units else ""
    warnings = f"{batch.warning_count} 条提示" if batch.warning_count else ""
    parts = [f"第 {batch.number} 批", state, batch.period, units, about, f"{batch.rows} 行", warnings]
    parts += [moment(batch.received_at), batch.received_by, batch.reason]
    return "  ".join(part for part in parts if part)


def progress_lines(progress: pd.DataFrame) -> Iterator[str]:
    """The states of the units in a sentence, then one line a unit."""
    counts = Counter(progress["state"])
    states = "、".join(f"{state} {counts[state]}" for state in State if counts[state])
    overdue = int(progress["is_overdue"].sum())
    yield f"{len(progress)} 个单位：{states}" + (f"；逾期 {overdue}" if overdue else "")
    for row in progress.to_dict("records"):
        parts = [f"  {row['unit_name']}", row["state"], f"{row['reported_count']}/{row['community_count']} 个社区"]
        if not pd.isna(row["batch"]):
            parts += [f"第 {row['batch']} 批", moment(row["submitted_at"]), row["submitted_by"]]
        if row["warning_count"]:
            parts.append(f"{row['warning_count']} 条提示")
        if row["is_overdue"]:
            parts.append(f"逾期 {-row['days_left']} 天")
        yield "  ".join(parts)


def version_lines(manifest: Manifest, batches: Mapping[int, Batch], *, is_in_force: bool) -> Iterator[str]:
    """A version in a line, then one line a file that was new in it."""
    kind = "演示" if manifest.is_demonstration else "正式"
    yield (
        f"{'▶' if is_in_force else ' '} 第 {manifest.version} 版  {moment(manifest.published_at)}  {kind}  "
        f"{manifest.community_count} 个社区  {manifest.periods[0]}–{manifest.periods[-1]}  "
        f"{manifest.published_by}  {manifest.reason}"
    ).rstrip()
    for source in manifest.sources:
        parts = [f"      {source.name}", source.sha256[:_DIGEST], f"{source.rows} 行"]
        if (batch := batches.get(source.batch or 0)) is not None:
            parts += [f"第 {batch.number} 批", moment(batch.received_at), batch.received_by]
            parts += [f"{batch.warning_count} 条提示"] if batch.warning_count else []
        yield "  ".join(parts)


def differences_lines(found: Differences) -> Iterator[str]:
    """The numbers, then communities, units and bands that change."""
    yield from found.summary()
    for title, frame in (("新增社区", found.added), ("减少社区", found.removed)):
        if len(frame):
            rows = frame.head(SHOWN).to_dict("records")
            names = "、".join(f"{row['community_name']}（{row['unit_name']}）" for row in rows)
            yield f"{title}：{names}" + (f" 等 {len(frame)} 个" if len(frame) > SHOWN else "")
    yield from _moved_lines(found.moved)
    if len(found.moves):
        yield "变化最大的社区："
        for row in found.moves.to_dict("records"):
            bands = "" if row["earlier_band"] == row["later_band"] else f"  {row['earlier_band']} → {row['later_band']}"
            yield f"  {row['community_name']}（{row['unit_name']}）{_move(row)}{bands}"
    if len(found.bands):
        yield "等次变化："
        for row in found.bands.head(SHOWN).to_dict("records"):
            yield f"  {row['period']}  {row['earlier_band']} → {row['later_band']}：{row['community_count']} 个社区"
    if len(found.units):
        yield "全市与各单位："
        for row in found.units.head(SHOWN).to_dict("records"):
            yield f"  {row['area_name']}{_move(row)}"


def _moved_lines(moved: pd.DataFrame) -> Iterator[str]:
    """The communities that changed their unit or street, each by name."""
    if len(moved):
        yield "改属的社区："
    for row in moved.head(SHOWN).to_dict("records"):
        before, after = (f"{row[f'{side}unit_name']}/{row[f'{side}street_name']}" for side in ("earlier_", ""))
        yield f"  {row['community_name']}（{row['community_code']}）  {before} → {after}"
    if len(moved) > SHOWN:
        yield f"  ……共 {len(moved)} 个"


def numbers(batches: Sequence[Batch]) -> str:
    """The numbers of batches as text."""
    return "、".join(str(batch.number) for batch in batches)


def _move(row: Mapping[Any, Any]) -> str:
    against = "" if row["period"] == row["earlier_period"] else f"（比 {row['earlier_period']}）"
    change = "" if pd.isna(row["change"]) else f"  {row['change']:+.2f}"
    return f"  {row['period']}{against}  {_score(row['earlier_score'])} → {_score(row['later_score'])}{change}"


def _score(score: float) -> str:
    return "—" if pd.isna(score) else f"{score:.2f}"
