"""One word for one thing, as the glossary of the README says: on the screen, above columns, on slides and in names of files."""

import re

import pytest

from data.settings import PROJECT
from queries.columns import column

OTHER_WORDS = {
    "本季": "当季|本期|本季度",
    "上季": "上期|上季度|上一季|前一季",
    "两季": "两期",
    "得分率": "(全市|单位|街道|(?<!社)区)的?得分(?!率)",
    "明显进步": "显著|大幅|进步判断",
    "短板": "弱项|薄弱|最短的一",
    "把握": "达标判断|确定性",
    "样本量": "样本数|受访数",
}
ENDINGS = {".py", ".sql", ".toml", ".md", ".html", ".svg", ".js"}
FILES = [file for folder in ("pages", "queries") for file in (PROJECT / folder).rglob("*") if file.suffix in ENDINGS]


@pytest.mark.parametrize("word", OTHER_WORDS)
def test_nothing_is_called_by_another_word(word: str) -> None:
    other = re.compile(OTHER_WORDS[word])
    said = {
        str(file.relative_to(PROJECT)): [found.group() for found in other.finditer(file.read_text(encoding="utf-8"))]
        for file in FILES
    }
    assert {file: words for file, words in said.items() if words} == {}, f"the word is {word}"


def test_the_glossary_knows_each_word() -> None:
    glossary = (PROJECT / "README.md").read_text(encoding="utf-8").partition("## Glossary")[2].partition("\n## ")[0]
    for word in ("得分率", "本季", "上季", "明显进步", "把握", "短板", "样本量"):
        assert word in glossary


def test_the_total_of_areas_is_a_rate_and_that_of_communities_and_dimensions_a_score() -> None:
    for question in ("league_table", "area_score", "band_moves", "pace"):
        assert column("score", question, of_areas=True).header == "得分率"
        assert column("score", question).header == "得分"
    assert column("score", "unit_spread").header == "得分率"
    assert column("score", "dimension_summary", of_areas=True).header == "得分"
