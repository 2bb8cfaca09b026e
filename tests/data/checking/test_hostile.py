"""Files made to take the machine: each is refused in Chinese by its name, in little time and memory; none ends a run."""

from __future__ import annotations

import json
import os
import random
import re
import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from data.checking.whole_files import check_boundaries, check_standard
from data.reading.landing import land
from data.reading.problems import Refused
from data.settings import REFERENCE, Settings
from pages.shared.viewer import RolesError, _read_roles
from queries.reports.orders import SHIPPED, OrdersError, read_orders
from tests.conftest import MadeOnce
from tests.data import files_to_read as files
from tests.data.checking.test_any_file import mutated

MUTATIONS = 5_000 if os.environ.get("DASHBOARD_THOROUGH") else 30
ADDRESSES, MOST_RESIDENT_MB, MOST_SECONDS = 2_000_000_000, 500, 60
SHEET, STYLES = "xl/worksheets/sheet1.xml", "xl/styles.xml"
BOOK = files.workbook([["社区代码", "E1"], ["330203001001", 1]])
MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
TEXTS = (
    b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    b'spreadsheetml.sharedStrings+xml"/></Types>'
)
DISTRICTS = (REFERENCE / "districts.geojson").read_bytes()
STANDARD = (REFERENCE / "standard" / "example-2026.toml").read_bytes()
ROLES = '[[person]]\nname = "张三"\nrole = "city"\n'.encode()
ROWS = b"a,b\n1,2\n"
SUSPICIOUS = "疑似恶意"


def book(part: str, *pairs: tuple[bytes, bytes]) -> bytes:
    """A workbook with something else in one part."""
    content = files.member(BOOK, part)
    for old, new in pairs:
        assert re.search(old, content)
        content = re.sub(old, lambda found, new=new: found[0] + new, content, count=1)
    return files.with_members(BOOK, {part: content})


def with_texts(content: bytes) -> bytes:
    """A workbook with a part of shared texts."""
    types = files.member(BOOK, "[Content_Types].xml").replace(b"</Types>", TEXTS)
    return files.with_members(BOOK, {"[Content_Types].xml": types, "xl/sharedStrings.xml": content})


def district(kind: str, coordinates: object) -> bytes:
    """A file of one district with this geometry."""
    geometry = {"type": kind, "coordinates": coordinates}
    feature = {"type": "Feature", "properties": {"code": "330203", "name": "海曙区"}, "geometry": geometry}
    return json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()


def many_members(count: int) -> bytes:
    """A zip whose directory lists one member again and again."""
    one = files.zip_of({"a.csv": ROWS})
    start, end = one.find(b"PK\1\2"), one.find(b"PK\5\6")
    listed = one[start:end] * count
    tail = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, min(count, 65_535), min(count, 65_535), len(listed), start, 0)
    return one[:start] + listed + tail


def repeated_parquet(folder: Path) -> bytes:
    """A text of a megabyte that a dictionary has once and a million rows have each."""
    text = "repeat('a', 1000000)"
    return files.parquet(f"select case when i < 0 then '' else {text} end as a from range(3000) as t (i)", folder)


RINGS = [[[121, 29], [121, 29.1], [121.1, 29.1], [121, 29]]]
# By the name of the file: its content, or how it is made, and what is said of it.
HOSTILE: dict[str, tuple[bytes | Callable[[Path], bytes], str]] = {
    "点.toml": (".".join(["a"] * 100_000).encode() + b"=1", "没有读取"),
    "空格点.toml": (" . ".join(["a"] * 40_000).encode() + b"=1", "层以上"),
    "引号点.toml": (".".join(['"a"'] * 40_000).encode() + b"=1", "没有读取"),
    "表头点.toml": (b"[" + b" . ".join([b"a"] * 40_000) + b"]", "层以上"),
    "方括号.toml": (b"a=" + b"[" * 150_000, "嵌套超过 32 层"),
    "花括号.toml": (b"a=" + b"{a=" * 50_000, "嵌套超过 32 层"),
    "大数.toml": (b"a=" + b"1" * 150_000, "位的数或键"),
    "十六进制.toml": (b"a=0x" + b"f" * 150_000, "位的数或键"),
    "大.toml": (b"a=" + b"1" * 4_000_000, "超过 0.2 MB 的上限"),
    "列表.toml": (b"indicator=[" + b"1," * 90_000 + b"]", "须为一组键值"),
    "未完.toml": (b'a="""' + b'\\"""' * 40_000, "不是有效的 TOML"),
    "字节.toml": (b"\xff" * 1000, "不是 UTF-8 文本"),
    "深.geojson": (b"[" * 5_000_000, "嵌套超过 32 层"),
    "深.json": (b'{"a":' * 500_000, "嵌套超过 32 层"),
    "大数.geojson": (b"[" + b"1" * 4_000_000 + b"]", "位的数或键"),
    "环.geojson": (district("Polygon", RINGS * 100_000), "点、环超过 50,000 个的上限"),
    "少环.geojson": (district("MultiPolygon", [RINGS] * 2_500), "环超过 2,000 个的上限"),
    "要素.geojson": (b'{"type":"FeatureCollection","features":[' + b"{}," * 40_000 + b"{}]}", "不是有边界的行政区"),
    "数.geojson": (b"[" + b"1.5," * 2_000_000 + b"1]", "不是 GeoJSON 要素集合"),
    "引号.geojson": (b'"\\' * 3_000_000, "不是有效的 GeoJSON"),
    "大.geojson": (b" " * 11_000_000, "超过 10 MB 的上限"),
    "实体.xlsx": (
        files.with_members(
            BOOK,
            {SHEET: b'<!DOCTYPE a [<!ENTITY b "' + b"b" * 1000 + b'">]>' + files.member(BOOK, SHEET).split(b"?>")[-1]},
        ),
        "实体定义",
    ),
    "深.xlsx": (book(SHEET, (rb"<sheetData[^>]*>", b"<a>" * 300_000)), "层嵌套"),
    "一行.xlsx": (book(SHEET, (rb"<row[^>]*>", b'<c r="A1"/>' * 700_000)), "一行"),
    "长格.xlsx": (book(SHEET, (rb"<row[^>]*>", b"<c><v>" + os.urandom(5_000_000).hex().encode())), "一行"),
    "合并.xlsx": (
        book(SHEET, (rb"</sheetData>", b"<mergeCells>" + b'<mergeCell ref="A1:B1"/>' * 300_000 + b"</mergeCells>")),
        "项格式或定义",
    ),
    "样式.xlsx": (book(STYLES, (rb"<cellXfs[^>]*>", b'<xf fontId="0"/>' * 600_000)), "项格式或定义"),
    "文字.xlsx": (with_texts(b"<sst " + MAIN + b">" + b"<si><t>a</t></si>" * 3_000_000 + b"</sst>"), SUSPICIOUS),
    "片段.xlsx": (
        with_texts(b"<sst " + MAIN + b">" + b"<si><r><t>a</t></r></si>" * 110_000 + b"</sst>"),
        "带格式的文字",
    ),
    "冒充.xlsx": (
        with_texts(b"<worksheet " + MAIN + b"><sheetData>" + b"<row><c/></row>" * 9 + b"</sheetData></worksheet>"),
        "名称与内容不符",
    ),
    "空白.xlsx": (book(SHEET, (rb"<row[^>]*>", b"<c" + b" " * 5_000_000)), "工作簿"),
    "角.xlsx": (
        book(SHEET, (rb"<sheetData[^>]*>", b'<row r="1048577"><c r="XFD1048577"><v>1</v></c></row>')),
        "行数超过 Excel 工作表",
    ),
    "嵌套.zip": (files.zip_of({"a.zip": files.zip_of({"a.csv": ROWS})}), "压缩包里还有压缩包"),
    "很多.zip": (many_members(200_000), SUSPICIOUS),
    "重叠.zip": (many_members(5_000), "超过 100 个的上限"),
    "弹.zip": (files.zip_bomb(30), SUSPICIOUS),
    "一行.csv": (b"a" * 20_000_000, "一行超过 8 MB"),
    "一行.tsv": (("甲" * 6_000_000).encode("gb18030"), "一行超过 8 MB"),
    "列.csv": (b"a," * 1_000_000, "列的上限"),
    "引号.csv": (b'"' + b"a,b\n" * 500_000, "引号没有配对"),
    "引号格.csv": (b'"a\n",' * 2_000_000, "列的上限"),
    "后引号.csv": (b"a,b\n" * 20_000 + b'"a\n",' * 2_000_000, "一行超过 8 MB"),
    "行组.parquet": (
        b"PAR1" + b"\x15\xfe\xff\xff\xff\xff\xff" * 100 + struct.pack("<L", 700) + b"PAR1",
        "不是完整的 Parquet",
    ),
    "字典.parquet": (repeated_parquet, "解压后有"),
}

_INSPECTED = """
import json, resource, sys, time
from pathlib import Path
import duckdb
from data.checking.inspecting import inspect_files
from tests.data.spellings import STANDARDS
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[2]), int(sys.argv[2])))
def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
start = peak()
for file in sorted(Path(sys.argv[1]).iterdir()):
    began = time.process_time()
    with duckdb.connect(config={"memory_limit": "300MB", "threads": 1}) as connection:
        found = inspect_files(connection, [file], standards=STANDARDS, city=None, period="2026Q3")
    said = [str(problem) for problem in found.problems]
    print(json.dumps([file.name, said[:5], time.process_time() - began, peak() - start]), flush=True)
"""


@pytest.fixture(scope="module")
def inspected(made_once: MadeOnce, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[list[str], float, int]]:
    """What is said of each hostile file, with seconds and megabytes, by one process that may not have more addresses."""

    def inspect(told: Path) -> None:
        folder = tmp_path_factory.mktemp("hostile")
        for name, (content, _) in HOSTILE.items():
            made = content if isinstance(content, bytes) else content(tmp_path_factory.mktemp("made"))
            (folder / name).write_bytes(made)
        run = subprocess.run(
            [sys.executable, "-c", _INSPECTED, str(folder), str(ADDRESSES)],
            capture_output=True,
            text=True,
            timeout=900,
            check=False,
        )
        assert run.returncode == 0, (run.stdout.splitlines()[-1:], run.stderr)
        (told / "said.jsonl").write_text(run.stdout, encoding="utf-8")

    lines = (made_once("hostile", inspect) / "said.jsonl").read_text(encoding="utf-8").splitlines()
    return {name: (said, seconds, megabytes) for name, said, seconds, megabytes in map(json.loads, lines)}


@pytest.mark.skipif(sys.platform == "win32", reason="only POSIX bounds the addresses of a process")
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_by_its_name_in_little_time_and_memory(
    name: str, inspected: dict[str, tuple[list[str], float, int]]
) -> None:
    said, seconds, megabytes = inspected[name]
    assert said
    assert all(text.startswith(name) for text in said)
    assert HOSTILE[name][1] in "".join(said)
    assert seconds < MOST_SECONDS
    assert megabytes <= MOST_RESIDENT_MB


def _landed(name: str) -> Callable[[Path], object]:
    def read(file: Path) -> object:
        with duckdb.connect(config={"memory_limit": "300MB"}) as connection:
            return land(connection, file, Settings(), name=name)

    return read


def _parquet(folder: Path) -> bytes:
    return files.parquet("select i as a, 'b' || i % 3 as b, i / 7 as c from range(200) as t (i)", folder)


READ: dict[str, tuple[bytes | Callable[[Path], bytes], Callable[[Path], object]]] = {
    "标准.toml": (STANDARD, lambda file: check_standard(file, Settings())),
    "边界.geojson": (DISTRICTS, lambda file: check_boundaries(file, ["330203"], Settings())),
    "权限.toml": (ROLES * 20, _read_roles),
    "顺序.toml": (SHIPPED.read_bytes(), read_orders),
    "数据.parquet": (_parquet, _landed("数据.parquet")),
    "数据.zip": (files.zip_of({"a.csv": ROWS * 50}), _landed("数据.zip")),
    "数据.xlsx": (BOOK, _landed("数据.xlsx")),
}


@pytest.mark.parametrize("name", READ)
def test_a_mutated_file_is_read_or_refused_by_its_name(name: str, tmp_path: Path) -> None:
    chance = random.Random(20261001)  # noqa: S311 - the same files every time
    made, read = READ[name]
    content = made if isinstance(made, bytes) else made(tmp_path)
    file, said = tmp_path / name, list[str]()
    for _ in range(MUTATIONS):
        file.write_bytes(mutated(content, chance))
        try:
            read(file)
        except (Refused, RolesError, OrdersError) as error:
            said.append(str(error))
    assert len(said) > MUTATIONS / 10
    assert [text for text in said if name not in text or not re.search("[一-鿿]", text.replace(name, ""))] == []


def test_what_is_shipped_is_far_below_the_bounds() -> None:
    settings = Settings()
    assert len(STANDARD) * 5 < settings.largest_definition_mb * 1_000_000
    assert DISTRICTS.count(b"[") * 10 < settings.most_points
