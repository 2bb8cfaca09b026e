"""Files as units hand them in: measurements, a register or activities of the small city, as CSV."""

from pathlib import Path

from tests.data.small_city import LEVELS, as_csv, communities, measurements

DISTRICT, OTHER_DISTRICT = "330203", "330212"
NEW_COMMUNITY = {
    "community_code": "330203001009",
    "community_name": "新社区",
    "unit_code": DISTRICT,
    "street_code": "330203001",
    "households": "777",
    "kind": "商品房小区",
}
LAST_PERIOD, NEW_PERIOD = "2026Q3", "2026Q4"


def measurement_rows(unit: str = DISTRICT, period: str = NEW_PERIOD, **values: float) -> list[dict[str, str]]:
    """What a unit measures in a period, as in the last quarter of the small city; ``values`` by indicator for all."""
    return [
        row
        | {"period": period}
        | ({"value": str(values[row["indicator_code"]])} if row["indicator_code"] in values else {})
        for row in measurements()
        if row["community_code"].startswith(unit) and row["period"] == LAST_PERIOD
    ]


def measurement_file(path: Path, unit: str = DISTRICT, period: str = NEW_PERIOD, **values: float) -> Path:
    """The rows of :func:`measurement_rows` as a file of the folder, or at the path when it has a suffix."""
    return write(path, "measurements.csv", measurement_rows(unit, period, **values))


def register_file(path: Path, unit: str = DISTRICT, **columns: str) -> Path:
    """The unit's register, with columns changed for all its communities."""
    rows = [row | columns for row in communities() if row["unit_code"] == unit]
    return write(path, "communities.csv", rows)


def write(path: Path, name: str, rows: list[dict[str, str]]) -> Path:
    """Rows as a CSV file of a folder."""
    path.mkdir(parents=True, exist_ok=True)
    file = path / name
    file.write_text(as_csv(rows), encoding="utf-8")
    return file


COMMUNITY_COUNT = {unit: sum(code.startswith(unit) for code in LEVELS) for unit in (DISTRICT, OTHER_DISTRICT)}
