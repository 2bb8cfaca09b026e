from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as some

from data.reading import plain_bytes
from data.reading.landed import BLANKS, trimmed
from data.reading.plain_bytes import has_plain_bytes

CONTROLS = [chr(number) for number in (*range(10), 11, 12, *range(14, 32), 127)]


def is_plain(tmp_path: Path, text: str | bytes, delimiter: str = ",") -> bool:
    file = tmp_path / "text.csv"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return has_plain_bytes(file, delimiter)


@pytest.mark.parametrize(
    "text",
    [
        "代码,名称\n甲,1\n",
        "代码,名称\n甲,1",
        "代码,名称\r\n甲,1\r\n",
        "\ufeff代码,名称\n甲,1\n",
        "时间,名称\n2026-09-30 19:00,“甲”——乙\n",
        "甲",
    ],
)
def test_a_regular_text_is_plain(text: str, tmp_path: Path) -> None:
    assert is_plain(tmp_path, text)


@pytest.mark.parametrize(
    "text",
    [
        "a, b\n",
        "a ,b\n",
        " a,b\n",
        "a,b \n",
        "a,b\n ",
        "a,b ",
        "a,\n",
        ",b\n",
        "a,b\n,c\n",
        "a,,b\n",
        "a,b,",
        "a,b\n\nc,d\n",
        "\na,b\n",
        "a,b\n\n",
        "a,b\r\n\r\nc,d\r\n",
        "\r\na,b\r\n",
        "a,b\rc,d\r",
        "a,b\r",
        "a\rb,c\n",
        '"a",b\n',
        'a,b"c\n',
        "a  b,c\n",
        "\ufeff,b\n",
        "\ufeff\n",
        "\ufeff",
        "\t",
        ",",
        "\n",
    ],
)
def test_a_text_with_blanks_gaps_or_quotes_is_not_plain(text: str, tmp_path: Path) -> None:
    assert not is_plain(tmp_path, text)


@pytest.mark.parametrize("mark", [*CONTROLS, *(letter for letter in BLANKS if letter > "\x7f")])
@pytest.mark.parametrize("text", ["甲{}乙,1\n丙,2\n", "甲,1\n丙,2{}", "{}甲,1\n", "甲,1\n丙,{}"])
def test_a_control_character_or_a_wide_blank_is_seen_anywhere(text: str, mark: str, tmp_path: Path) -> None:
    assert not is_plain(tmp_path, text.format(mark)) or (mark == "\ufeff" and text.startswith("{}"))


@pytest.mark.parametrize("delimiter", ["\t", ";"])
def test_only_the_delimiter_cuts(delimiter: str, tmp_path: Path) -> None:
    assert is_plain(tmp_path, f"甲{delimiter}乙,,丙\n", delimiter)
    assert not is_plain(tmp_path, f"甲{delimiter}{delimiter}乙\n", delimiter)
    assert not is_plain(tmp_path, "甲\t乙\n", ";")


@pytest.mark.parametrize("part", [1, 2, 3, 4, 5])
def test_what_lies_across_two_parts_is_seen(part: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain_bytes, "_PART", part)
    assert is_plain(tmp_path, "代码,名称\r\n甲 乙,1\r\n丙,2\r\n")
    for shift in range(6):
        for mark in ("\u3000", "\xa0", ", ", ",,", "\n\n", "\r\r\n", '"', "\x01"):
            assert not is_plain(tmp_path, "a" * shift + f"甲{mark}乙,1\n丙,2\n")


@settings(
    max_examples=400, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=some.text(alphabet="甲a1 ,\n\r\t\u3000\x01", min_size=1), part=some.sampled_from([3, 8, 1 << 18]))
@example(text="甲 a,1\na,甲\n", part=3)
def test_no_cell_of_a_plain_text_would_be_trimmed(
    text: str, part: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plain_bytes, "_PART", part)
    if is_plain(tmp_path, text):
        rows = [*csv.reader(io.StringIO(text, newline=""))]
        assert all(cell == trimmed(cell) for row in rows for cell in row)
        assert all(rows)
        assert not any(letter in CONTROLS for letter in text)
