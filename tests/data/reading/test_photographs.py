"""A photograph as it is kept: upright, small, and without anything that is not seen."""

import io
import zlib
from datetime import date

import pytest
from PIL import Image

from data.reading.photographs import PhotoError, photograph
from data.settings import Settings
from tests.data.pictures import picture


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_what_is_kept_is_a_small_jpeg_with_nothing_in_it(kind: str) -> None:
    kept = photograph(picture(size=(4000, 3000), kind=kind), Settings())
    image = opened(kept.content)
    assert (image.format, image.size, kept.width, kept.height) == ("JPEG", (1600, 1200), 1600, 1200)
    assert not image.getexif()
    assert not {"exif", "icc_profile", "comment", "xmp", "photoshop"} & image.info.keys()
    assert b"Secret" not in kept.content
    assert kept == photograph(picture(size=(4000, 3000), kind=kind), Settings())


def test_it_stands_upright_and_its_day_is_read() -> None:
    kept = photograph(picture(is_turned=True, taken="2026:10:08 09:30:00"), Settings())
    assert (kept.width, kept.height, kept.taken_on) == (300, 400, date(2026, 10, 8))
    red, green, blue = opened(kept.content).getpixel((290, 10))  # the white corner, once at the top left
    assert min(red, green, blue) > 240


def test_a_small_one_stays_as_large_as_it_is_and_transparency_is_white() -> None:
    file = io.BytesIO()
    Image.new("RGBA", (30, 20), (0, 0, 0, 0)).save(file, "PNG")
    kept = photograph(file.getvalue(), Settings())
    assert (kept.width, kept.height) == (30, 20)
    assert opened(kept.content).getpixel((5, 5)) == (255, 255, 255)


def bomb(side: int) -> bytes:
    """A PNG that says how large it is, and has next to nothing in it."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return len(content).to_bytes(4) + kind + content + zlib.crc32(kind + content).to_bytes(4)

    size = side.to_bytes(4) * 2
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size + b"\x08\x02\0\0\0") + chunk(b"IDAT", zlib.compress(bytes(100_000)))
    )


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (bomb(40_000), "照片超过 50,000,000 像素的上限"),
        (bomb(8_000), "照片超过 50,000,000 像素的上限"),
        (picture()[:1500], "照片不完整或已损坏，打不开"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "照片不完整或已损坏"),
        (picture(kind="GIF"), "是 GIF 图片，只收 JPEG、PNG、WebP"),
        (picture(kind="BMP"), "是 BMP 图片"),
        (picture(kind="TIFF"), "是 TIFF 图片"),
        (b"\0\0\0\x18ftypheic" + bytes(100), "是 HEIC 照片，不能读取，手机"),
        (b"not a picture", "不是照片，只收 JPEG、PNG、WebP"),
        (picture() + bytes(20_000_000), "照片有 20.0 MB，超过 20 MB 的上限"),
    ],
)
def test_what_is_no_photograph_is_refused_and_why(content: bytes, says: str) -> None:
    with pytest.raises(PhotoError, match=says.replace("(", r"\(")):
        photograph(content, Settings())
