"""Fields and rows as a workbook to be filled in: the sheet itself, 填写说明, and hidden lists for the drop-downs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from openpyxl import Workbook
from openpyxl.styles import NamedStyle
from openpyxl.utils import column_index_from_string, get_column_letter, quote_sheetname
from openpyxl.utils.cell import coordinate_from_string
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from data.templates.fields import Field
from data.templates.writing import (
    BOX,
    INK,
    INSTRUCTIONS_SHEET,
    MUTED,
    PANEL,
    SAND_TINT,
    TEAL,
    TEAL_TINT,
    WHITE,
    Value,
    aligned,
    fill,
    fit_to_page,
    font,
    put_heading,
    put_row,
    saved,
    text_width,
    write,
)

LISTS_SHEET = "选项"
HEADER_ROW = 3
EMPTY_ROWS = 2000
_PRINTED_EMPTY_ROWS = 20
_PRINTED_COLUMNS = 18  # on a sheet of paper
_LONGEST_MESSAGE, _LONGEST_TITLE, _LONGEST_INLINE_LIST = 220, 30, 240
_WIDTHS = {"integer": 9.5, "number": 10.5, "date": 12.5, "timestamp": 17.5, "boolean": 9.5}
_NARROWEST, _WIDEST = 8, 30
_GROUPS = (TEAL_TINT, SAND_TINT)  # in turn, so that one dimension ends where the next begins

Lists = dict[tuple[str, ...], str]
"""The lists of the hidden sheet, each with the letter of its column."""

Rows = Sequence[Mapping[tuple[str, str], Value]]


def filled_workbook(
    name: str, title: str, hint: str, fields: Sequence[Field], rows: Rows, notes: Sequence[str], *, is_open: bool
) -> bytes:
    """A template as .xlsx: the sheet ``name`` with a title, a hint, headers and rows, then 填写说明.

    Args:
        name: the sheet's name.
        title: what it is, for whom and when.
        hint: what to know before filling it in, in a line.
        fields: its columns, in order.
        rows: what stands in them already, by the key of the field.
        notes: sentences at the top of 填写说明.
        is_open: whether rows may be added below those given.
    """
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = name
    put_heading(sheet, title, hint)
    first = _put_headers(sheet, fields)
    _put_rows(workbook, sheet, fields, rows, first, _PRINTED_EMPTY_ROWS if is_open else 0)
    last = first + max(len(rows) - 1, 0) + (EMPTY_ROWS if is_open else 0)
    lists: Lists = {}
    for column, field in enumerate(fields, 1):
        letter = get_column_letter(column)
        validation = _validation(field, f"{letter}{first}", lists)
        if validation:
            sheet.add_data_validation(validation)
            validation.add(f"{letter}{first}:{letter}{last}")
    _lay_out(sheet, fields, rows, first)
    _put_instructions(workbook, title, fields, notes)
    _put_lists(workbook, lists)
    return saved(workbook)


def _put_headers(sheet: Worksheet, fields: Sequence[Field]) -> int:
    """Write the head, of two lines where a field has parts, and return the first row below it."""
    has_parts = any(field.part for field in fields)
    column = 1
    for (header, group), together in groupby(fields, lambda field: (field.header, field.group)):
        parts = list(together)
        end = column + len(parts) - 1
        for offset, field in enumerate(parts):
            upper, lower = sheet.cell(HEADER_ROW, column + offset), sheet.cell(HEADER_ROW + 1, column + offset)
            for cell in (upper, lower) if has_parts else (upper,):
                is_key = group == 0
                cell.fill = fill(TEAL if is_key else _GROUPS[group % 2])
                cell.font = font(colour=WHITE if is_key else INK, is_bold=True)
                cell.alignment, cell.border = aligned("center"), BOX
            if field.part:
                write(lower, field.part).font = font(9, INK)
        write(sheet.cell(HEADER_ROW, column), header)
        if has_parts and not parts[0].part:
            sheet.merge_cells(start_row=HEADER_ROW, end_row=HEADER_ROW + 1, start_column=column, end_column=column)
        elif len(parts) > 1:
            sheet.merge_cells(start_row=HEADER_ROW, end_row=HEADER_ROW, start_column=column, end_column=end)
        column = end + 1
    sheet.row_dimensions[HEADER_ROW].height = 56 if has_parts else 34
    return HEADER_ROW + (2 if has_parts else 1)


def _put_rows(
    workbook: Workbook, sheet: Worksheet, fields: Sequence[Field], rows: Rows, first: int, empty: int
) -> None:
    """Write the rows and as many empty ones; beyond those, a column keeps its format."""
    styles = [_style_name(workbook, field) for field in fields]
    for column, field in enumerate(fields, 1):
        sheet.column_dimensions[get_column_letter(column)].number_format = field.number_format
    for row, values in enumerate([*rows, *({} for _ in range(empty))], first):
        for column, (field, style) in enumerate(zip(fields, styles, strict=True), 1):
            cell = sheet.cell(row, column)
            cell.style = style
            write(cell, values.get(field.key))


def _style_name(workbook: Workbook, field: Field) -> str:
    """The style of a field's cells, shared in the workbook: styling each cell by itself would be most of the time."""
    is_text = field.type == "text"
    name = f"{'fixed' if field.is_fixed else 'text' if is_text else 'entry'} {field.number_format}"
    if name not in workbook.named_styles:
        style = NamedStyle(
            name,
            font=font(colour=MUTED if field.is_fixed else INK),
            border=BOX,
            alignment=aligned("left" if is_text else "right", is_wrapped=False),
            number_format=field.number_format,
        )
        if field.is_fixed:
            style.fill = fill(PANEL)
        workbook.add_named_style(style)
    return name


def _validation(field: Field, cell: str, lists: Lists) -> DataValidation | None:
    """What a cell of the field takes, with its messages; None where anything goes."""
    if field.is_fixed:
        return None
    validation = DataValidation(allow_blank=True)
    if field.choices:
        validation.type, validation.formula1 = "list", _list_formula(field, cell, lists)
        error = f"请从下拉列表中选择：{'、'.join(field.choices[:12])}"
    elif field.type in {"integer", "number"}:
        validation.type, validation.formula1 = "custom", _number_formula(field, cell)
        error = "请填" + "；".join((value_range(field), *_advice(field)))
    elif field.type in {"date", "timestamp"}:
        validation.type, validation.operator, validation.formula1 = "date", "greaterThan", "36526"
        error = f"请填{value_range(field)}"
    else:
        return None
    validation.showErrorMessage = field.is_binding
    validation.errorTitle, validation.error = "请核对", error[:_LONGEST_MESSAGE]
    prompt = "\n".join(part for part in (field.help, *_advice(field)) if part)
    validation.showInputMessage = bool(prompt)
    validation.promptTitle = f"{field.header} {field.part}".strip()[:_LONGEST_TITLE]
    validation.prompt = prompt[:_LONGEST_MESSAGE]
    return validation


def _list_formula(field: Field, cell: str, lists: Lists) -> str:
    """The list itself where it is short; else where it stands, narrowed to the choices within the cell to the left."""
    inline = ",".join(field.choices)
    if not field.within and len(inline) <= _LONGEST_INLINE_LIST and not any("," in choice for choice in field.choices):
        return f'"{inline}"'
    choices = _listed(field.choices, lists)
    if not field.within:
        return choices
    within = _listed(field.within, lists)
    column, row = coordinate_from_string(cell)
    left = f"${get_column_letter(column_index_from_string(column) - 1)}{row}"
    first = choices.split(":")[0]
    narrowed = f"OFFSET({first},MATCH({left},{within},0)-1,0,COUNTIF({within},{left}),1)"
    return f'IF({left}="",{choices},{narrowed})'


def _listed(choices: tuple[str, ...], lists: Lists) -> str:
    column = lists.setdefault(choices, get_column_letter(len(lists) + 1))
    return f"{quote_sheetname(LISTS_SHEET)}!${column}$1:${column}${len(choices)}"


def _number_formula(field: Field, cell: str) -> str:
    conditions = [f"ISNUMBER({cell})"]
    conditions += [f"{cell}>={field.minimum:.15g}"] if field.minimum is not None else []
    conditions += [f"{cell}<={field.maximum:.15g}"] if field.maximum is not None else []
    conditions += [f"{cell}=INT({cell})"] if field.type == "integer" else []
    words = [f'{cell}="{word}"' for word in field.words]
    return f"OR(AND({','.join(conditions)}),{','.join(words)})" if words else f"AND({','.join(conditions)})"


def value_range(field: Field) -> str:
    """What a field takes, in words: 0–100 的数."""
    if field.choices:
        return "下拉列表中的一项" if field.is_binding else "文字，可从下拉列表中选"
    noun = {"integer": "整数", "number": "数", "date": "日期", "timestamp": "日期和时间", "boolean": "是 或 否"}
    kind = noun.get(field.type, "文字")
    minimum = f"{field.minimum:,.15g}" if field.minimum is not None else ""
    maximum = f"{field.maximum:,.15g}" if field.maximum is not None else ""
    if minimum and maximum:
        return f" {minimum}–{maximum} 的{kind}"
    return f"不小于 {minimum} 的{kind}" if minimum else f"不大于 {maximum} 的{kind}" if maximum else kind


def _advice(field: Field) -> tuple[str, ...]:
    percent = ("百分数写 85，不写 0.85",) if field.unit.startswith("%") else ()
    return (*percent, f"没有此项写“{field.words[0]}”，应报而没有数写“{field.words[1]}”") if field.words else percent


def _lay_out(sheet: Worksheet, fields: Sequence[Field], rows: Rows, first: int) -> None:
    """Widths, frozen panes, and a page that prints."""
    shared = {header: sum(field.header == header for field in fields) for header in {field.header for field in fields}}
    for column, field in enumerate(fields, 1):
        texts = [field.part, field.example, *field.choices[:300], *(row.get(field.key) or "" for row in rows[:300])]
        width = max(text_width(text) for text in texts) + 3 if field.type == "text" else _WIDTHS[field.type]
        # A header wraps, over three lines at most.
        width = max(width, text_width(field.header) / shared[field.header] / 2.6 + 2)
        sheet.column_dimensions[get_column_letter(column)].width = min(max(width, _NARROWEST), _WIDEST)
    fixed = sum(field.is_fixed for field in fields)
    sheet.freeze_panes = f"{get_column_letter(fixed + 1)}{first}"
    sheet.sheet_properties.tabColor = TEAL
    sheet.print_title_rows = f"{HEADER_ROW}:{first - 1}"
    if fixed:
        sheet.print_title_cols = f"A:{get_column_letter(fixed)}"
    fit_to_page(sheet, wide=1 + len(fields) // _PRINTED_COLUMNS)


def _put_instructions(workbook: Workbook, title: str, fields: Sequence[Field], notes: Sequence[str]) -> None:
    sheet = workbook.create_sheet(INSTRUCTIONS_SHEET)
    put_heading(sheet, INSTRUCTIONS_SHEET, title)
    row = 3
    for note in notes:
        cell = write(sheet.cell(row, 1), f"· {note}")
        cell.font, cell.alignment = font(10.5), aligned()
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=5)
        sheet.row_dimensions[row].height = 18 * (1 + text_width(note) // 132)
        row += 1
    widths = {"列": 38, "怎样填": 58, "填什么": 22, "单位": 12, "举例": 18}
    put_row(sheet, row + 1, widths, is_header=True)
    sheet.row_dimensions[row + 1].height = 22
    for line, (what, field) in enumerate(_explained(fields), row + 2):
        how = "已经填好，请不要改动" if field.is_fixed else field.help
        kind = ("必填；" if field.is_required else "") + value_range(field).strip()
        put_row(sheet, line, (what, how, kind, field.unit, _example(field)))
        lines = max(-(-text_width(text) // width) for text, width in zip((what, how), (38, 58), strict=True))
        sheet.row_dimensions[line].height = 16 * max(lines, 1) + 4
    for column, width in zip("ABCDE", widths.values(), strict=True):
        sheet.column_dimensions[column].width = width
    fit_to_page(sheet)


def _explained(fields: Sequence[Field]) -> Iterator[tuple[str, Field]]:
    """Every field with what it is called; what several have under them, like 样本量, only once."""
    headers: set[str] = set()
    parts: dict[str, Field] = {}
    for field in fields:
        if field.header in headers:
            parts.setdefault(field.part, field)
        else:
            headers.add(field.header)
            yield field.header, field
    for part, field in parts.items():
        yield f"各指标的{part}", field


def _example(field: Field) -> str:
    return field.choices[0] if field.choices and field.example not in field.choices else field.example


def _put_lists(workbook: Workbook, lists: Lists) -> None:
    if not lists:
        return
    sheet = workbook.create_sheet(LISTS_SHEET)
    sheet.sheet_state = "hidden"
    for choices, letter in lists.items():
        for row, choice in enumerate(choices, 1):
            write(sheet.cell(row, column_index_from_string(letter)), choice)
