"""TOML and GeoJSON that somebody else wrote: looked at before they are parsed, so that no text can take the machine.

The parsers themselves know no bounds: a key of a hundred thousand dots takes gigabytes, brackets in brackets end the
interpreter's stack, a number of a million digits its patience.
"""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

from data.settings import current_settings

MOST_FAULTS = 1000
"""How many faults of one text are told."""

_MEGABYTE = 1_000_000
_DEEPEST = 32
_LONGEST_WORD = 300
_LONGEST_SAID = 200
# What stands in quotes and comments, read once from end to end whatever is in it, closed or not.
_IN_JSON = r'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)'
_IN_TOML = (
    r'"""[^"\\]*+(?:(?:\\.|"(?!""))[^"\\]*+)*+(?:"""|\\?\Z)'
    r"|'''[^']*+(?:'(?!'')[^']*+)*+(?:'''|\Z)"
    r'|"[^"\\\n]*+(?:\\.[^"\\\n]*+)*+"?'
    r"|'[^'\n]*+'?"
    r"|#[^\n]*+"
)
_DOTTED = re.compile(rf"(?<![\w-])[\w-]++[ \t]*+(?:\.[ \t]*+[\w-]++[ \t]*+){{{_DEEPEST}}}")
_OVERLONG = re.compile(rf"(?<![\w.+-])[\w.+-]{{{_LONGEST_WORD}}}")


class TextError(ValueError):
    """A text that is not parsed, or cannot be; the message says why in Chinese, without the name of the file."""


def read_toml(path: Path) -> dict[str, Any]:
    """What a TOML file says; see :func:`parse_toml`.

    Raises:
        OSError: the file cannot be read.
        TextError: it is too large, no text, or not to be parsed.
    """
    return parse_toml(read_text(path, current_settings().largest_definition_mb, "DASHBOARD_LARGEST_DEFINITION_MB"))


def read_geojson(path: Path) -> Any:  # noqa: ANN401 - JSON
    """What a GeoJSON file says; see :func:`parse_geojson`.

    Raises:
        OSError: the file cannot be read.
        TextError: it is too large, no text, or not to be parsed.
    """
    return parse_geojson(read_text(path, current_settings().largest_boundaries_mb, "DASHBOARD_LARGEST_BOUNDARIES_MB"))


def read_text(path: Path, most_mb: float, setting: str) -> str:
    """A text in UTF-8, unless it is larger than the setting allows.

    Raises:
        OSError: the file cannot be read.
        TextError: it is too large, or not UTF-8.
    """
    with path.open("rb") as file:
        content = file.read(int(most_mb * _MEGABYTE) + 1)
    if len(content) > most_mb * _MEGABYTE:
        raise TextError(f"文件超过 {most_mb:g} MB 的上限，没有读取，请核对文件，或请管理员调整设置 {setting}")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise TextError("不是 UTF-8 文本，请另存为 UTF-8") from None


def parse_toml(text: str) -> dict[str, Any]:
    """The tables of a TOML text.

    Raises:
        TextError: it is nested too deeply, has an overlong key or number, or is not TOML.
    """
    bare = re.sub(_IN_TOML, "_", text, flags=re.DOTALL | re.MULTILINE)
    _require_shallow(bare)
    if _DOTTED.search(bare):
        raise TextError(f"有一个键由点连成 {_DEEPEST} 层以上，没有读取")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise TextError(f"不是有效的 TOML：{_where_in_toml(str(error))}") from None
    except (ValueError, RecursionError, OverflowError):  # a date or a number that there is not
        raise TextError("不是有效的 TOML：有不存在的日期或过大的数") from None


def parse_geojson(text: str) -> Any:  # noqa: ANN401 - JSON
    """The value of a JSON text, without NaN and infinite numbers.

    Raises:
        TextError: it is nested too deeply, has an overlong number or too many points, or is not JSON.
    """
    bare = re.sub(_IN_JSON, "_", text, flags=re.DOTALL)
    _require_shallow(bare)
    most = current_settings().most_points
    if bare.count("[") + bare.count("{") > most:
        raise TextError(f"点、环超过 {most:,} 个的上限，没有读取，请先简化，或请管理员调整设置 DASHBOARD_MOST_POINTS")
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        where = f"第 {error.lineno} 行第 {error.colno} 列" if isinstance(error, json.JSONDecodeError) else "编码或数值"
        raise TextError(f"不是有效的 GeoJSON（{where}有误），请重新导出") from None


def shortened(line: str) -> str:
    """A line about a text that quotes it, not longer than one reads."""
    return line if len(line) <= _LONGEST_SAID else f"{line[:_LONGEST_SAID]}…"


def _require_shallow(bare: str) -> None:
    """Refuse what is nested too deeply or has words too long, in a text without its strings."""
    depth = 0
    for bracket in re.finditer(r"[\[\]{}]", bare):
        depth += 1 if bracket[0] in "[{" else -1
        if depth > _DEEPEST:
            raise TextError(f"嵌套超过 {_DEEPEST} 层，没有读取")
    if _OVERLONG.search(bare):
        raise TextError(f"有超过 {_LONGEST_WORD} 位的数或键，没有读取")


def _refuse_constant(name: str) -> float:
    raise ValueError(name)


def _where_in_toml(message: str) -> str:
    is_repeated = any(words in message for words in ("overwrite", "twice", "mutate"))
    fault = "重复了前面的键或表" if is_repeated else "有语法错误"
    found = re.search(r"line (\d+), column (\d+)", message)
    return f"第 {found[1]} 行第 {found[2]} 列附近{fault}" if found else f"文件末尾{fault}"
