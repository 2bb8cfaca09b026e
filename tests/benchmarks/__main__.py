"""``python -m tests.benchmarks [NAME…] [--rounds N] [--json FILE]``: run, print a table, write the figures."""

from __future__ import annotations

import argparse
import json
import os
import platform
import signal
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from tests.benchmarks import asking, clicking, crowding, exporting, importing, moving, staging, starting, viewing
from tests.benchmarks.measuring import Result

BENCHMARKS = {
    "asking": asking.run,
    "clicking": clicking.run,
    "crowding": crowding.run,
    "importing": importing.run,
    "exporting": exporting.run,
    "moving": moving.run,
    "staging": staging.run,
    "starting": starting.run,
    "viewing": viewing.run,
}

_WHOLE = 100  # from here on decimals say nothing


def main() -> None:
    """Run what was named, everything by default."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("names", nargs="*", help="、".join(BENCHMARKS))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", type=Path, default=None)
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that servers and browsers end with the benchmark
    results = []
    for name in options.names or BENCHMARKS:
        for result in BENCHMARKS[name](options.rounds):
            print(_line(result), flush=True)
            results.append(result)
    if options.json:
        figures = {
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
            "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
            "results": [asdict(result) for result in results],
        }
        options.json.write_text(json.dumps(figures, ensure_ascii=False, indent=2), encoding="utf-8")
    if any(result.is_reached is False for result in results):
        sys.exit(1)


def _line(result: Result) -> str:
    mark = {True: "✓", False: "✗", None: " "}[result.is_reached]
    beside = f"  {result.ratio:.2f} × {result.control} ({_time(result.control_seconds)})" if result.ratio else ""
    notes = "".join(f"  {name} {_number(value)}" for name, value in result.notes.items())
    return f"{mark} {result.name}: {_time(result.seconds)}{beside}  {result.spread}  {result.target}{notes}"


def _time(seconds: float | None) -> str:
    return "" if seconds is None else f"{seconds:.2f} s" if seconds >= 1 else f"{1000 * seconds:.1f} ms"


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= _WHOLE else f"{value:.3g}"


if __name__ == "__main__":
    main()
