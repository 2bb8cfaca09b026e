"""How things are measured: beside a control, in turns, within one run, as medians of ratios."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

_DRIFT = 0.20
# Linux counts what the parent held before the new program began as the child's own, so its own mark is read there.
_PEAK = """
import pathlib, resource
status = pathlib.Path("/proc/self/status")
marks = [line.split()[1] for line in status.open() if line.startswith("VmHWM")] if status.exists() else []
print(*marks or [resource.getrusage(resource.RUSAGE_SELF).ru_maxrss])
"""


@dataclass(frozen=True)
class Result:
    """One line of the table: what was measured, beside what, and the figure to reach (None where there is none)."""

    name: str
    seconds: float
    control: str = ""
    control_seconds: float | None = None
    ratio: float | None = None
    spread: str = ""
    target: str = ""
    is_reached: bool | None = None
    notes: dict[str, float] = field(default_factory=dict)


def seconds(action: Callable[[], object]) -> float:
    """How long an action takes by the clock on the wall."""
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def beside(
    name: str,
    action: Callable[[], object],
    control_name: str,
    control: Callable[[], object],
    *,
    rounds: int,
    most: float,
) -> Result:
    """Measure an action and its control in turns; rounds whose control drifts from the median are left out.

    Args:
        name: what is measured.
        action: run once a round.
        control_name: what the control is.
        control: run before and after the action; the round's control is the mean of both.
        rounds: how many, after one that only warms up.
        most: the ratio to stay under.
    """
    action()
    pairs = []
    for _ in range(rounds):
        before = seconds(control)
        taken = seconds(action)
        pairs.append((taken, (before + seconds(control)) / 2))
    kept = steady(*zip(*pairs, strict=True))
    ratios = sorted(taken / own for taken, own in kept)
    ratio = statistics.median(ratios)
    return Result(
        name,
        statistics.median(taken for taken, _ in kept),
        control_name,
        statistics.median(own for _, own in pairs),
        ratio,
        f"{ratios[0]:.2f}–{ratios[-1]:.2f} ({len(kept)} of {rounds} rounds)",
        f"≤ {most:g} ×",
        ratio <= most,
    )


def steady(taken: Sequence[float], control: Sequence[float]) -> list[tuple[float, float]]:
    """The rounds, as pairs, whose control does not drift from its median; all of them where none is left."""
    pairs = list(zip(taken, control, strict=True))
    usual = statistics.median(control)
    return [pair for pair in pairs if abs(pair[1] - usual) <= _DRIFT * usual] or pairs


def alone(name: str, action: Callable[[], object], *, rounds: int, most_seconds: float) -> Result:
    """Measure an action by itself against a number of seconds."""
    action()
    taken = sorted(seconds(action) for _ in range(rounds))
    middle = statistics.median(taken)
    spread = f"{taken[0]:.2f}–{taken[-1]:.2f} s ({rounds} rounds)"
    return Result(name, middle, spread=spread, target=f"< {most_seconds:g} s", is_reached=middle < most_seconds)


def peak_megabytes(program: str, *arguments: str) -> float:
    """The largest resident memory of a Python program in a process of its own."""
    return in_process("", program, *arguments)[1]


def in_process(preparation: str, program: str, *arguments: str) -> tuple[float, float]:
    """Seconds of a Python program, and megabytes of largest resident memory, in a process of its own.

    Args:
        preparation: what it imports, which is not timed.
        program: what is timed.
        arguments: of the process.
    """
    timed = f"import time\nstarted = time.perf_counter()\n{program}\ntaken = time.perf_counter() - started"
    whole = f"{preparation}\n{timed}\n{_PEAK}\nprint(taken)"
    run = subprocess.run([sys.executable, "-c", whole, *arguments], capture_output=True, text=True, check=True)
    *_, kilobytes, taken = run.stdout.split()
    return float(taken), float(kilobytes) / (1 << 20 if sys.platform == "darwin" else 1 << 10)
