"""Pictures as offices hand them in: photographs with what a phone writes into them, archives and workbooks of them."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from openpyxl import Workbook
from openpyxl.drawing.image import Image as Drawn
from PIL import Image, ImageDraw

_TURNED = 6  # to be shown a quarter turn to the right
_CELL_IMAGES = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<etc:cellImages xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData"
 xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">{}</etc:cellImages>"""
_CELL_IMAGE = (
    '<etc:cellImage><xdr:pic><xdr:nvPicPr><xdr:cNvPr id="2" name="{0}"/><xdr:cNvPicPr/></xdr:nvPicPr>'
    '<xdr:blipFill><a:blip r:embed="{0}"/></xdr:blipFill></xdr:pic></etc:cellImage>'
)
_RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
_RELATION = (
    '<Relationship Id="{0}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" '
    'Target="media/{0}.jpg"/>'
)


def picture(
    colour: str = "teal",
    size: tuple[int, int] = (400, 300),
    kind: str = "JPEG",
    taken: str = "",
    *,
    is_turned: bool = False,
) -> bytes:
    """A picture of one colour with a white corner, and where it was taken, by what, and when."""
    image = Image.new("RGB", size, colour)
    ImageDraw.Draw(image).rectangle((0, 0, size[0] // 4, size[1] // 4), fill="white")
    file = io.BytesIO()
    if kind == "JPEG":
        exif = Image.Exif()
        exif[0x0110] = "Secret Phone"
        exif.get_ifd(0x8825)[1] = "N"
        exif.get_ifd(0x8825)[2] = (29.0, 52.0, 7.5)
        if taken:
            exif.get_ifd(0x8769)[0x9003] = taken
        if is_turned:
            exif[0x0112] = _TURNED
        image.save(file, kind, exif=exif, quality=95)
    else:
        image.save(file, kind)
    return file.getvalue()


def archive(path: Path, members: Mapping[str, bytes]) -> Path:
    """A ZIP of members."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as target:
        for name, content in members.items():
            target.writestr(name, content)
    return path


def workbook(path: Path, rows: list[list[str]], floating: Mapping[str, bytes], in_cells: Mapping[str, bytes]) -> Path:
    """A workbook with pictures that lie on it, by cell, and with some that WPS keeps in its cells."""
    path.parent.mkdir(parents=True, exist_ok=True)
    book = Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    for cell, content in floating.items():
        sheet.add_image(Drawn(io.BytesIO(content)), cell)
    names = {cell: f"ID_{number:032X}" for number, cell in enumerate(in_cells, 1)}
    for cell, name in names.items():
        sheet[cell] = f'=_xlfn.DISPIMG("{name}",1)'
    book.save(path)
    if in_cells:
        with zipfile.ZipFile(path, "a") as package:
            package.writestr("xl/cellimages.xml", _CELL_IMAGES.format("".join(map(_CELL_IMAGE.format, names.values()))))
            relations = _RELATIONS.format("".join(map(_RELATION.format, names.values())))
            package.writestr("xl/_rels/cellimages.xml.rels", relations)
            for cell, name in names.items():
                package.writestr(f"xl/media/{name}.jpg", in_cells[cell])
    return path
