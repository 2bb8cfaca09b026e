"""What columns.toml says of columns, and what follows from it."""

import pytest

from queries.catalogue import EXPORTS
from queries.columns import column
from queries.database import Database
from queries.parameters import read_filters
from queries.reports.rows.answers import Answer


def test_an_entry_may_be_its_header_alone() -> None:
    assert (column("households").header, column("households").kind) == ("户数", "whole")
    assert (column("file").header, column("file").label) == ("", "文件")
    assert column("band_code").header == "", "left out of files"


def test_percents_say_so_above_a_column_of_a_file_and_behind_each_number_of_the_screen() -> None:
    for name, word in (("coverage", "数据覆盖率"), ("rate", "比率")):
        found = column(name)
        assert (found.header, found.label, found.unit) == (f"{word}（%）", word, "%")


def test_words_are_said_once() -> None:
    assert column("is_vetoed").words == {"true": "是", "false": "否"}
    assert column("scale_basis").words == column("basis").words


def test_a_question_says_only_what_differs() -> None:
    own, plain = column("contribution", "focus_list"), column("contribution")
    assert (own.label, own.header, own.sign) == ("影响总分", plain.header, plain.sign)
    with pytest.raises(KeyError):
        column("no_such_column", "focus_list")


@pytest.mark.parametrize(("kind", "word"), [("community", "得分"), ("street", "得分率"), ("unit", "得分率")])
def test_a_file_of_areas_has_their_rate(city: Database, kind: str, word: str) -> None:
    question = EXPORTS["league_table"]
    answer = Answer(city, "league_table", read_filters(city, question, {"area_kind": [kind]}))
    assert answer.style("score").header == word
