"""The league table as it stands on the screen, on whatever page it stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd

from pages.shared import formats
from pages.shared.cells import Order, Shape
from pages.shared.drawn import made
from pages.shared.tables import ROWS_PER_SHEET, long_table
from pages.shared.theme import Palette
from queries.changes import turnover_words
from queries.columns import column

_RUNS_NAMED = 3
_SORTED_BY = ("score", "band", "gap", "change", "progress", "place_change", "dimension_scores")


def league_rows(league: pd.DataFrame) -> pd.DataFrame:
    """The rows of :func:`queries.league_table` with what is put together of them.

    More columns: the area's name and code by its kind, band, rank_interval, passing_of_rated and rated_of_known; bracket
    (around neighbours that cannot be told apart), if the league is not a sheet of a longer one that has it.
    """
    kind = str(league["area_kind"].iloc[0])
    return league.assign(
        **{f"{kind}_name": league["area_name"], f"{kind}_code": league["area_code"]},
        band=league["symbol"].fillna("○") + " " + league["band_name"].fillna("数据不足"),
        bracket=league["bracket"] if "bracket" in league else brackets(league),
        rank_interval=[
            formats.places(low, high, 0 if pd.isna(count) else int(count))
            for low, high, count in zip(league["rank_low"], league["rank_high"], league["ranked_count"], strict=True)
        ],
        passing_of_rated=league["passing_count"].astype(str) + "/" + league["rated_count"].astype(str),
        rated_of_known=league["rated_count"].astype(str) + "/" + league["community_count"].astype(str),
    )


def league_shape(rows: pd.DataFrame, dimensions: Sequence[str], line: float, palette: Palette) -> Shape:
    """The columns of rows as :func:`league_rows` gives them, without those that would say nothing."""
    kind = str(rows["area_kind"].iloc[0])
    is_community, is_unit = kind == "community", kind == "unit"
    has = {
        "bracket": not is_community and bool(rows["bracket"].ne("").any()),
        "rank_interval": not is_community and bool(rows["place"].notna().any()),
        "unit_name": not is_unit and bool(rows["unit_code"].ne(rows["unit_code"].iloc[0]).any()),
        "turnover_change": any(map(turnover_words, rows["turnover_change"])),
        "unit_place": not is_unit,
        "street_name": is_community,
        "reason": "reason" in rows,
        "passing_of_rated": not is_community,
        "rated_of_known": not is_community,
    }
    certainty = ("certainty",)
    names = (
        "place",
        "bracket",
        "rank_interval",
        f"{kind}_name",
        "score",
        "band",
        *(certainty if is_community else ()),
        *(() if is_unit else ("unit_name",)),
        "gap",
        "change",
        "turnover_change",
        "progress",
        "reason",
        "dimension_scores",
        "trend",
        *(() if is_community else certainty),
        "place_change",
        "unit_place",
        *(("street_name",) if is_community else ("passing_of_rated", "rated_of_known")),
    )
    shown = tuple(name for name in names if name == f"{kind}_name" or has.get(name, True))
    return Shape(shown, "league_table", tuple(dimensions), line, palette, of_areas=not is_community)


def league_sheets(
    count: int,
    read: Callable[[int, int, str], pd.DataFrame],
    dimensions: Sequence[str],
    line: float,
    palette: Palette,
    *,
    key: str,
    rows_per_sheet: int = ROWS_PER_SHEET,
    of_areas: bool = True,
) -> None:
    """Draw a league table a sheet at a time and read no other.

    Args:
        count: How many rows there are.
        read: Gives at most so many rows after so many, in an order as :class:`queries.database.Excerpt` takes it.
        dimensions: Of the columns of scores, by name.
        line: The standard's.
        palette: The viewer's colours.
        key: The name of the sheet's number in the address.
        rows_per_sheet: How many stand on one sheet.
        of_areas: Whether the rows are of units or streets, and not of communities.
    """

    def sheet(first: int, most: int, order: Order) -> pd.DataFrame:
        if order.name:
            return made(league_rows, read(first, most, order_terms(order, dimensions)).assign(bracket=""))
        before = min(first, 1)  # with the neighbours, to whom brackets may lead
        return made(_between_neighbours, read(first - before, before + most + 1, ""), before, most)

    long_table(
        count,
        sheet,
        lambda rows: league_shape(rows, dimensions, line, palette),
        sortable=Shape(_SORTED_BY, "league_table", tuple(dimensions), of_areas=of_areas),
        key=key,
        rows_per_sheet=rows_per_sheet,
    )


def _between_neighbours(league: pd.DataFrame, before: int, most: int) -> pd.DataFrame:
    return league_rows(league.assign(bracket=brackets(league)).iloc[before : before + most])


def order_terms(order: Order, dimensions: Sequence[str]) -> str:
    """What a league is sorted by, in the words of SQL; who is equal stands by place."""
    place = dimensions.index(order.name) + 1 if order.name in dimensions else 0
    by = f"dimension_scores[{place}]" if place else column(order.name, "league_table").by or order.name
    return f"{by} {'desc' if order.is_descending else 'asc'} nulls last, place nulls last, area_code"


def brackets(league: pd.DataFrame) -> list[str]:
    """A glyph per row that joins it to the next one, where the two are neighbours by place and cannot be told apart."""
    is_next_below = league["next_code"].eq(league["area_code"].shift(-1))
    joined = (league["is_tied_with_next"].eq(True) & is_next_below).tolist()  # noqa: FBT003 - a value, or none
    before = [False, *joined[:-1]]
    return ["│" if up and down else "╯" if up else "╮" if down else "" for up, down in zip(before, joined, strict=True)]


def tie_words(league: pd.DataFrame) -> str:
    """Which places cannot be told apart, in words; empty where all can.

    Args:
        league: Rows as they are displayed, of :func:`queries.league_table`.
    """
    runs: list[tuple[int, int]] = []
    first = 0
    for position, glyph in enumerate(brackets(league)):
        if glyph == "╮":
            first = position
        elif glyph == "╯":
            runs.append((first, position))
    pairs = sum(last - first for first, last in runs)
    if not pairs:
        return ""
    if len(runs) > _RUNS_NAMED:
        return f"相邻名次 {int(league['next_code'].notna().sum())} 对中 {pairs} 对难分高下"
    places = league["place"].tolist()
    named = "、".join(f"第{int(places[first])}至{int(places[last])}名" for first, last in runs)
    return f"{named}相邻之间难分高下"
