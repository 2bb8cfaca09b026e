"""The keys of the large tables. No index holds them, which would be most of a version's file and serve no question."""

from __future__ import annotations

from data.tables import ledgers, unit_of

_SCORE = ("standard_version", "area_kind", "area_code", "period")
_COMPUTED = {
    "measurement": ("community_code", "period", "indicator_code"),
    "index_score": _SCORE,
    "dimension_score": (*_SCORE, "dimension_code"),
    "indicator_score": (*_SCORE, "indicator_code"),
    "improvement_path": ("standard_version", "community_code", "period"),
    "improvement": ("standard_version", "community_code", "period", "indicator_code"),
    "peer": ("standard_version", "period", "community_code", "position"),
    "pace": _SCORE,
    "weight_sensitivity": _SCORE,
    "rate_signal": ("standard_version", "period", "indicator_code", "community_code"),
    "rate_summary": ("standard_version", "period", "indicator_code"),
    "composition": ("standard_version", "period", "unit_code", "other_code"),
}


def repeated_keys() -> dict[str, str]:
    """By table, the statement that finds what occurs more than once: one row per key, as text, and how often it does."""
    keys = {table: [f"own.{name}" for name in key] for table, key in _COMPUTED.items()}
    for table, ledger in ledgers().items():
        unit = [unit_of(table, "own", version="main")] if ledger.is_key_of_unit else []
        keys[ledger.stored_as] = [*unit, *(f"own.{name}" for name in ledger.key)]
    return {
        table: f"select concat_ws(' ', {', '.join(key)}), count(*) from {table} as own "
        f"group by {', '.join(key)} having count(*) > 1 order by all"
        for table, key in keys.items()
    }
