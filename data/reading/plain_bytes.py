"""Whether the bytes of a text are plain: then no row of it has to be looked at for what cells are trimmed of.

The bytes of a large file are looked at many at a time, which takes a fifth of what a look at each row takes. Where they
are not plain, nothing is said about a row; :func:`data.reading.landed.marked_sql` finds which ones are odd.
"""

from __future__ import annotations

from codecs import BOM_UTF8
from pathlib import Path

import numpy as np
import numpy.typing as npt

from data.reading.landed import BLANKS

_PART = 1 << 18  # bytes: as much as stays close to the processor while it is looked at
_OVERLAP = 2  # bytes: a blank of three that lies across two parts is whole in the second
_NEWLINE, _RETURN, _SPACE, _QUOTE, _DELETE = b'\n\r "\x7f'
_WIDE_BLANKS = [letter.encode() for letter in BLANKS if ord(letter) > _DELETE]
_LEADS = sorted({blank[0] for blank in _WIDE_BLANKS})

_Bytes = npt.NDArray[np.uint8]


def has_plain_bytes(path: Path, delimiter: str) -> bool:
    """Whether a text in UTF-8 has no quotes, no control characters and no blanks but single spaces inside of cells.

    True means that no line and no cell is empty, and that none begins or ends with one of ``BLANKS``; False, that this
    is not certain. The file must not be empty.
    """
    content: _Bytes = np.memmap(path, np.uint8, "r")
    if content[:3].tobytes() == BOM_UTF8:
        content = content[3:]
    first, last = content[:1].tolist(), content[-1:].tolist()
    if not first or first[0] == ord(delimiter) or first[0] <= _SPACE:
        return False
    if last[0] == ord(delimiter) or (last[0] <= _SPACE and last[0] != _NEWLINE):
        return False
    return all(
        _is_plain(content[max(start - _OVERLAP, 0) : start + _PART], ord(delimiter))
        for start in range(0, content.size, _PART)
    )


def _is_plain(part: _Bytes, delimiter: int) -> bool:
    is_ending = (part[:-1] == _RETURN) & (part[1:] == _NEWLINE)
    is_apart = (part == _NEWLINE) | (part == _SPACE) | (part == delimiter)
    is_apart[:-1] |= is_ending
    is_low = (part <= _SPACE) | (part == delimiter)
    has_control = np.any(is_low[:-1] != is_apart[:-1]) or np.any((part == _DELETE) | (part == _QUOTE))
    has_gap = np.any((is_low[:-1] & is_low[1:]) != is_ending)
    if has_control or has_gap:
        return False
    has_lead = any(np.any(part == lead) for lead in _LEADS)
    return not (has_lead and any(blank in part.tobytes() for blank in _WIDE_BLANKS))
