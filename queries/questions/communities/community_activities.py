"""The activities of one community in four quarters, by dimension."""

from queries.question import Scope, question


@question(Scope.COMMUNITY, title="社区档案活动", page="community", place=3)
def community_activities(*, period: str, standard: str, community: str) -> None:
    """The activities of one community in four quarters, by dimension.

    One row per period, newest first, and dimension: held_in, dimension_code, dimension_name, activity_count,
    participants.
    """
