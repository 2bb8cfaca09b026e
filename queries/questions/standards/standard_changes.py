"""What changed from an earlier standard to a later one."""

from queries.question import Scope, question


@question(Scope.PUBLIC, title="标准变化", page="rules", place=4)
def standard_changes(*, standard: str, earlier: str = "") -> None:
    """What changed from an earlier standard to a later one, in the order of the later one.

    One row per part and field that differs: part (总则, 维度, 指标, 否决项, 等次, 目标), part_code (empty where there is
    none to show), part_name, field (新增 or 取消 for a whole part), before_text and after_text (null where there is none).

    Args:
        standard: The later version.
        earlier: The version to compare with; empty for the one that was valid before. There is no row without one.
    """
