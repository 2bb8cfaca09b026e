"""The demonstration city: seeded, masked and as noisy as a real one.

:func:`write_sample` writes the tables that ``publish`` reads. Districts keep their names; streets and communities are
called 演示街道01 and 演示社区001 and carry codes beginning with 99, which no real place has.

How a figure comes about: a community has a hidden quality per dimension and quarter (city, unit, street, kind, its own
level and slow change). Through the anchors of the standard it becomes the true rate of each indicator; what is written
is a sample of that truth: places inspected, residents asked, tickets closed. So levels are aimed at, never set.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from typing import Literal, get_args

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from data.reading.standards import read_standard
from data.sample.activities import activity_table
from data.sample.appeals import appeal_table
from data.sample.findings import finding_tables
from data.sample.measurements import measurement_table
from data.sample.photos import draw_photos
from data.sample.register import community_table, make_register
from data.sample.span import TABLES
from data.sample.stories import stories_of
from data.sample.truth import true_values
from data.settings import REFERENCE
from data.tables import ledgers, sample_rows
from data.working import Progress, silent

FileFormat = Literal["parquet", "csv"]

_BLOCK = 1000  # communities made and written at a time, so that memory does not grow with the city


def write_sample(
    folder: Path,
    *,
    scale: float = 1.0,
    seed: int = 20260930,
    file_format: FileFormat = "parquet",
    progress: Progress = silent,
) -> None:
    """Write the demonstration city's tables and about.toml into a folder.

    At scale 1 there are about 860 communities, twelve quarters, 400,000 activities, 60,000 appeals and 20,000 findings, some with photos;
    all but the quarters grow with the scale. The same scale and seed give the same bytes.
    """
    progress(0.0, "生成演示名册")
    folder.mkdir(parents=True, exist_ok=True)
    standards = [read_standard(path) for path in sorted((REFERENCE / "standard").glob("*.toml"))]
    standard = max(standards, key=lambda one: one.valid_from or date.min)
    city, streets = make_register(scale, np.random.default_rng([seed, 0]))
    about = (
        f'is_demonstration = true\nregister_note = "演示登记：{city.count}个演示社区，非真实登记，名称与数值均为虚构"\n'
    )
    (folder / "about.toml").write_text(about, encoding="utf-8", newline="\n")
    with ExitStack() as files:
        write = {name: files.enter_context(_table_file(folder, name, file_format)) for name in TABLES}
        write["streets"](streets)
        write["communities"](community_table(city))
        stories, names = stories_of(city), dict(zip(*streets.select([0, 1]).to_pydict().values(), strict=True))
        counts = dict.fromkeys(TABLES, 0)
        for position, start in enumerate(range(0, city.count, _BLOCK)):
            progress(0.05 + 0.95 * start / city.count, f"生成演示数据：{start} / {city.count} 个社区")
            rng = np.random.default_rng([seed, 1, position])
            part = city.part(slice(start, start + _BLOCK))
            truth = true_values(part, standard, rng)
            write["measurements"](measurement_table(part, truth, standard, rng))
            made = {"activities": activity_table(part, truth, counts["activities"], rng)}
            rng = np.random.default_rng([seed, 2, position])
            made["appeals"] = appeal_table(part, truth, stories, counts["appeals"], rng)
            first = counts["visits"], counts["findings"], counts["supervisions"]
            made |= finding_tables(part, stories, names, first, rng)
            if position == 0:
                draw_photos(folder / "photos", made["findings"], np.random.default_rng([seed, 3]))
            for table, rows in made.items():
                write[table](rows)
                counts[table] += rows.num_rows
    for table in ledgers():
        if sample := sample_rows(table):
            shutil.copyfile(sample, folder / f"{table}.csv")
    progress(1.0, "演示数据已生成")


@contextmanager
def _table_file(folder: Path, name: str, file_format: FileFormat) -> Iterator[Callable[[pa.Table], None]]:
    """A function that appends rows to the table's file; its file of the other format is removed."""
    for other in get_args(FileFormat):
        (folder / f"{name}.{other}").unlink(missing_ok=True)
    kind = pyarrow.parquet.ParquetWriter if file_format == "parquet" else pyarrow.csv.CSVWriter
    with kind(folder / f"{name}.{file_format}", TABLES[name]) as writer:
        yield writer.write_table
