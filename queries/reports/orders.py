"""Running orders as data: which slides follow one another and what their titles say; the office edits a copy."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from data.reading.bounded import MOST_FAULTS, TextError, read_toml, shortened
from data.settings import current_settings
from queries.reports.sections import SlideRule, sections
from queries.reports.subject import Audience

SHIPPED = Path(__file__).parent / "files" / "orders.toml"


class OrdersError(ValueError):
    """Running orders that cannot be used; the message names file, place and rule, one per line."""


class Order(BaseModel):
    """A running order."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str = Field(pattern=r"^[a-z][a-z0-9_-]*$")
    name: str = Field(min_length=1)
    audience: Audience = "public"
    slide: tuple[SlideRule, ...] = Field(min_length=1)


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    order: tuple[Order, ...] = Field(min_length=1)


_RULES = {
    "missing": "缺少必填项",
    "extra_forbidden": "无法识别的键",
    "string_too_short": "不能为空",
    "too_short": "至少一项",
    "string_pattern_mismatch": "代码须以小写字母开头，只含小写字母、数字、横线",
    "int_parsing": "须为整数",
    "int_type": "须为整数",
    "bool_parsing": "须为 true 或 false",
    "bool_type": "须为 true 或 false",
    "string_type": "须为文本",
    "literal_error": "须为 public（公开）或 internal（内部）",
}


def read_orders(file: Path | None = None) -> dict[str, Order]:
    """The running orders by code: of the office's file where one is set, else those shipped.

    Raises:
        OrdersError: the file is missing, not TOML, or breaks a rule.
    """
    path = file or current_settings().running_orders or SHIPPED
    try:
        content = read_toml(path)
    except OSError:
        raise OrdersError(f"{path.name}：找不到或无法读取演示顺序文件") from None
    except TextError as error:
        raise OrdersError(f"{path.name}：{error}") from None
    try:
        orders = _File.model_validate(content).order
    except ValidationError as error:
        faults = []
        for detail in error.errors(include_url=False)[:MOST_FAULTS]:
            place = " 的 ".join(f"第 {step + 1} 项" if isinstance(step, int) else str(step) for step in detail["loc"])
            if detail["type"] in {"greater_than_equal", "less_than_equal"}:
                rule = "须在 3 与 600 之间" if detail["loc"][-1] == "seconds" else "须在 0 与 1000 之间"
            else:
                rule = _RULES.get(detail["type"], detail["msg"])
            faults.append(shortened(f"{path.name}：{place}：{rule}"))
        raise OrdersError("\n".join(faults)) from None
    repeated = sorted({order.code for order in orders if sum(other.code == order.code for other in orders) > 1})
    if repeated:
        raise OrdersError(f"{path.name}：代码重复：{'、'.join(repeated)}")
    return {order.code: order for order in orders}


@cache
def section_titles() -> dict[str, str]:
    """What the sections are called, in the order in which the shipped running orders show them."""
    shown = [rule.section for order in read_orders(SHIPPED).values() for rule in order.slide]
    return {name: sections()[name].title for name in (*shown, *sections())}
