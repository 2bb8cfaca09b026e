"""Photos of some problems of the demonstration: drawn, not taken, and marked 演示 so that nobody takes them for a place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from PIL import Image, ImageDraw

from data.sample.span import STARTS

_SIZE = (640, 480)
_PROBLEMS, _AGAIN = 12, 4  # problems with photos, and how many of them have one of a second look as well
_WALL, _GROUND, _INK, _WASTE, _GREEN = "#DCE3E8", "#B9B2A6", "#1F2A37", "#8C510A", "#01665E"
# The strokes of 演 and 示 on a square of 24, since no machine is sure to have a font for them.
_MARK = (
    ((4, 3), (6, 5)),
    ((2, 9), (5, 11)),
    ((2, 20), (6, 14)),
    ((15, 1), (16, 3)),
    ((9, 8), (9, 5), (22, 5), (22, 8)),
    ((11, 8), (20, 8)),
    ((11, 11), (20, 11), (20, 18), (11, 18), (11, 11)),
    ((15.5, 8), (15.5, 18)),
    ((11, 14.5), (20, 14.5)),
    ((13, 19), (9, 23)),
    ((18, 19), (22, 23)),
    ((32, 4), (44, 4)),
    ((28, 9), (48, 9)),
    ((38, 9), (38, 22), (35, 20)),
    ((33, 13), (29, 18)),
    ((43, 13), (47, 18)),
)

Canvas = ImageDraw.ImageDraw


def draw_photos(folder: Path, findings: pa.Table, rng: np.random.Generator) -> None:
    """Draw photos of the first problems that were found in the last quarter and put right, and write them into a folder."""
    is_shown = pc.and_(
        pc.is_valid(findings["verified_on"]),
        pc.greater_equal(findings["found_on"].cast(pa.date32()), STARTS[-2].item()),
    )
    chosen = findings.filter(is_shown).slice(0, _PROBLEMS).select(["finding_code", "category"]).to_pylist()
    folder.mkdir(exist_ok=True)
    for other in folder.glob("*.jpg"):  # of a city that was written here before
        other.unlink()
    for number, row in enumerate(chosen):
        draw = _SCENES.get(row["category"], _draw_waste)
        for stage in ("前", "后", *(("复查",) if number < _AGAIN else ())):
            picture = Image.new("RGB", _SIZE, _WALL)
            canvas = ImageDraw.Draw(picture)
            canvas.rectangle((0, 300, *_SIZE), fill=_GROUND)
            if stage == "前":
                draw(canvas, rng)
            else:
                _draw_order(canvas)
            for stroke in _MARK:
                canvas.line([(20 + 3 * x, 16 + 3 * y) for x, y in stroke], fill=_INK, width=6, joint="curve")
            canvas.rectangle((0, 0, _SIZE[0] - 1, _SIZE[1] - 1), outline=_INK, width=6)
            picture.save(folder / f"{row['finding_code']}_{stage}.jpg", quality=80)


def _draw_order(canvas: Canvas) -> None:
    """What it looks like when it is put right: nothing but a green tick."""
    canvas.line([(240, 330), (300, 390), (420, 230)], fill=_GREEN, width=28, joint="curve")


def _draw_boxes(canvas: Canvas, rng: np.random.Generator) -> None:
    for left, size in zip(range(120, 480, 90), rng.integers(60, 130, 4).tolist(), strict=True):
        canvas.rectangle((left, 400 - size, left + size, 400), fill=_WASTE, outline=_INK, width=4)


def _draw_waste(canvas: Canvas, rng: np.random.Generator) -> None:
    canvas.rectangle((250, 220, 350, 380), fill=_GREEN, outline=_INK, width=4)
    for x, y in rng.integers((120, 390), (520, 450), (14, 2)).tolist():
        canvas.ellipse((x - 12, y - 9, x + 12, y + 9), fill=_WASTE, outline=_INK, width=2)


def _draw_cycles(canvas: Canvas, rng: np.random.Generator) -> None:
    for left in rng.integers(60, 120, 4).cumsum().tolist():
        for x in (left, left + 110):
            canvas.ellipse((x, 310, x + 80, 390), outline=_INK, width=6)
        canvas.line([(left + 40, 350), (left + 80, 280), (left + 150, 350), (left + 40, 350)], fill=_WASTE, width=8)


def _draw_cable(canvas: Canvas, rng: np.random.Generator) -> None:
    canvas.rectangle((380, 150, 470, 240), fill="#F5F5F5", outline=_INK, width=5)
    sag = int(rng.integers(40, 90))
    canvas.line([(425, 240), (360, 330 + sag), (250, 300), (200, 400)], fill=_WASTE, width=7, joint="curve")


_SCENES: dict[str, Callable[[Canvas, np.random.Generator], None]] = {
    "楼道堆物": _draw_boxes,
    "消防通道": _draw_boxes,
    "车辆停放": _draw_cycles,
    "飞线充电": _draw_cable,
}
