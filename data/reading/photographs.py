"""A photograph as it is kept: looked at before it is decoded, upright, small, and without anything but what is seen."""

from __future__ import annotations

import hashlib
import io
import math
from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime
from typing import NamedTuple

from PIL import ExifTags, Image, ImageOps

from data.reading.files import MEGABYTE, picture_kind
from data.settings import Settings

_TAKEN = ("JPEG", "PNG", "WEBP")
_LONGEST_SIDE = 1600
_QUALITY = 85
_LEAST_SQUARE, _MOST_SQUARES = 16, 8  # of what is made unrecognisable: pixels, and squares along the longer side
_AS_JPEG = "用手机或电脑另存为 .jpg 后再试"


Area = tuple[float, float, float, float]
"""A rectangle of a picture: left, top, right and bottom as shares of its width and height."""


class PhotoError(ValueError):
    """A picture that is not taken: which rule it breaks, in Chinese, and what to do."""

    def __init__(self, rule: str, remedy: str) -> None:
        super().__init__(f"{rule}，{remedy}")
        self.rule, self.remedy = rule, remedy


class Photograph(NamedTuple):
    """What is kept of a picture: ``name`` is the SHA-256 of its ``content``, a JPEG; ``taken_on``: what its camera said."""

    name: str
    content: bytes
    width: int
    height: int
    taken_on: date | None


def photograph(content: bytes, settings: Settings) -> Photograph:
    """A picture as it is kept: upright, 1,600 px at most, JPEG, without place, device, time and preview.

    The same bytes give the same photograph.

    Raises:
        PhotoError: it is too large, damaged, or none that is taken (JPEG, PNG, WebP).
    """
    _require_taken(content, settings)
    try:
        with Image.open(io.BytesIO(content), formats=_TAKEN) as picture:
            _require_few_pixels(picture.width * picture.height, settings)
            taken_on = _taken_on(picture)
            picture.draft("RGB", (2 * _LONGEST_SIDE, 2 * _LONGEST_SIDE))  # a large JPEG is decoded in part
            seen = on_white(ImageOps.exif_transpose(picture))
    except PhotoError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):  # far beyond any setting of ours
        raise _too_many_pixels(settings) from None
    except Exception:  # noqa: BLE001 - a damaged picture may make anything happen
        raise PhotoError("照片不完整或已损坏，打不开", "重新拍摄或重新传送后再试") from None
    seen.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    return saved(seen, taken_on)


def saved(picture: Image.Image, taken_on: date | None = None) -> Photograph:
    """The photograph of an opened picture, which is kept at its size."""
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=_QUALITY)
    content = file.getvalue()
    return Photograph(hashlib.sha256(content).hexdigest(), content, *picture.size, taken_on)


def on_white(picture: Image.Image) -> Image.Image:
    """A picture in its colours and without anything else that came with it; white where it is transparent."""
    if picture.has_transparency_data:
        layer = picture.convert("RGBA")
        picture = Image.new("RGB", layer.size, "white")
        picture.paste(layer, mask=layer)
    seen = Image.new("RGB", picture.size)
    seen.paste(picture.convert("RGB"))
    return seen


def _require_taken(content: bytes, settings: Settings) -> None:
    if len(content) > settings.largest_photo_mb * MEGABYTE:
        rule = f"照片有 {len(content) / MEGABYTE:,.1f} MB，超过 {settings.largest_photo_mb:,g} MB 的上限"
        raise PhotoError(rule, "缩小后再试；确需更大时请管理员调高设置 DASHBOARD_LARGEST_PHOTO_MB")
    kind = picture_kind(content)
    if kind == "HEIC":
        raise PhotoError("是 HEIC 照片，不能读取", f"手机“设置·相机·格式”选“兼容性最佳”后再拍，或{_AS_JPEG}")
    if kind not in _TAKEN:
        raise PhotoError(f"{f'是 {kind} 图片' if kind else '不是照片'}，只收 JPEG、PNG、WebP", _AS_JPEG)


def _require_few_pixels(count: int, settings: Settings) -> None:
    if count > settings.most_photo_pixels:
        raise _too_many_pixels(settings)


def _too_many_pixels(settings: Settings) -> PhotoError:
    rule = f"照片超过 {settings.most_photo_pixels:,} 像素的上限"
    return PhotoError(rule, "缩小后再试；确需更大时请管理员调高设置 DASHBOARD_MOST_PHOTO_PIXELS")


def _taken_on(picture: Image.Image) -> date | None:
    exif = picture.getexif()
    tags = (exif.get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.DateTimeOriginal), exif.get(ExifTags.Base.DateTime))
    for text in filter(None, tags):
        with suppress(ValueError):
            return datetime.strptime(str(text)[:10], "%Y:%m:%d").date()  # noqa: DTZ007 - a camera knows no zone
    return None


def masked(content: bytes, areas: Iterable[Area]) -> Photograph:
    """A photograph whose areas can no longer be recognised: each is as few squares as are needed to cover it.

    Nothing of what was there is left in the file: the squares are averages, of an eighth of the longer side at least.
    """
    with Image.open(io.BytesIO(content), formats=_TAKEN) as picture:
        seen = picture.convert("RGB")
    for left, top, right, bottom in areas:
        box = (
            math.floor(left * seen.width),
            math.floor(top * seen.height),
            math.ceil(right * seen.width),
            math.ceil(bottom * seen.height),
        )
        part = seen.crop(box)
        square = max(_LEAST_SQUARE, max(part.size) / _MOST_SQUARES)
        coarse = part.resize(
            (max(1, round(part.width / square)), max(1, round(part.height / square))), Image.Resampling.BOX
        )
        seen.paste(coarse.resize(part.size, Image.Resampling.NEAREST), box)
    return saved(seen)
