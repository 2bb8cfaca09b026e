"""The communities of the register, by name."""

from queries.question import Codes, Scope, question


@question(Scope.UNITS)
def community_names(*, search: str = "", most: int = 0, units: Codes = None) -> None:
    """The communities of the register that are found by a part of name, short name, initials or code, by name.

    One row per community, at most ``most`` of them (0: all), the nearest to what is searched first: community_code,
    community_name, short_name, pinyin_initials, unit_code, unit_short_name, street_name, found_count (how many are
    found in all).
    """
