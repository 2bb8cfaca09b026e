"""A place before it was put right and after, and on a second look: photographs side by side."""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass
from typing import Any, NamedTuple

from markupsafe import Markup

from queries.reports.bodies.body import Body, Box, Place

_GAP, _LABEL, _TOLD = 0.3, 0.36, 0.9  # between photos, of a label and of what is told of them, in inches
_PICTURE = Markup('<figure><figcaption>{}</figcaption><img src="data:image/jpeg;base64,{}" alt="{}"></figure>')
_WHOLE = Markup('<div class="photographs" style="--h:{:.0f}"><div>{}</div><p>{}</p></div>')
_TOLD_ON_STAGE = 150  # pixels of the stage


class Shot(NamedTuple):
    """A photograph: 整改前, 整改后 or 复查, its JPEG, and its size."""

    stage: str
    content: bytes
    width: int
    height: int


@dataclass(frozen=True)
class Photographs(Body):
    """One place: its photographs in order, and what is told of it."""

    shots: tuple[Shot, ...]
    told: str

    @property
    def title(self) -> str:
        """How many photographs of what."""
        return f"{len(self.shots)} 张照片"

    @property
    def words(self) -> str:
        """What is told, and what the photographs are."""
        return f"{'、'.join(shot.stage for shot in self.shots)}照片：{self.told}"

    def markup(self, place: Place) -> Markup:
        """The photographs in a row, as large as they fit."""
        pictures = Markup().join(
            _PICTURE.format(shot.stage, base64.b64encode(shot.content).decode(), f"{shot.stage}：{self.told}")
            for shot in self.shots
        )
        return _WHOLE.format(place.height - _TOLD_ON_STAGE, pictures, self.told)

    def add_to(self, slide: Any, box: Box) -> None:
        """The photographs as pictures, each below what it is, and what is told below them."""
        from queries.reports.bodies import native

        width = (box.width - _GAP * (len(self.shots) - 1)) / len(self.shots)
        height = box.height - _LABEL - _TOLD
        for at, shot in enumerate(self.shots):
            left = box.left + at * (width + _GAP)
            label = Box(left, box.top, width, _LABEL)
            native.text_box(slide, label, [[native.Run(shot.stage, 16, native.MUTED)]], align="CENTER")
            scale = min(width / shot.width, height / shot.height)
            wide, high = shot.width * scale, shot.height * scale
            inner = Box(left + (width - wide) / 2, box.top + _LABEL + (height - high) / 2, wide, high)
            picture = slide.shapes.add_picture(io.BytesIO(shot.content), *native.in_emu(inner))
            native.describe(picture, shot.stage, f"{shot.stage}：{self.told}")
        below = Box(box.left, box.top + _LABEL + height, box.width, _TOLD)
        native.text_box(slide, below, [[native.Run(self.told, 16)]], align="CENTER", anchor="MIDDLE")
