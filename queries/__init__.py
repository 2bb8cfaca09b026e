"""The catalogue: every question that can be asked of a published version.

A question is ``queries.NAME(database, *, …) -> DataFrame``; its SQL stands beside its function under the same name.
"""

from queries.activities.activity_hours import activity_hours
from queries.activities.activity_kinds import activity_kinds
from queries.activities.activity_months import activity_months
from queries.activities.activity_rows import activity_rows
from queries.activities.activity_summary import activity_summary
from queries.activities.inactive_communities import inactive_communities
from queries.analysis.compositions import compositions
from queries.analysis.rate_signals import rate_signals
from queries.analysis.rate_summaries import rate_summaries
from queries.analysis.reweighted import reweighted
from queries.analysis.small_samples import small_samples
from queries.analysis.unit_spread import unit_spread
from queries.analysis.weight_sensitivities import weight_sensitivities
from queries.areas.kinds import kinds
from queries.areas.streets import streets
from queries.areas.units import units
from queries.communities.community_activities import community_activities
from queries.communities.community_indicators import community_indicators
from queries.communities.community_names import community_names
from queries.communities.community_profile import community_profile
from queries.communities.community_vetoes import community_vetoes
from queries.communities.contributions import contributions
from queries.communities.improvement_steps import improvement_steps
from queries.communities.levers import levers
from queries.communities.one_step_away import one_step_away
from queries.communities.other_scores import other_scores
from queries.communities.peer_dimensions import peer_dimensions
from queries.communities.peer_practices import peer_practices
from queries.communities.peer_table import peer_table
from queries.publications.periods import periods
from queries.publications.publication import publication
from queries.rounding import round_half_up
from queries.scores.area_measure import area_measure
from queries.scores.area_score import area_score
from queries.scores.band_counts import band_counts
from queries.scores.band_moves import band_moves
from queries.scores.dimension_profile import dimension_profile
from queries.scores.dimension_summary import dimension_summary
from queries.scores.focus_list import focus_list
from queries.scores.indicator_profile import indicator_profile
from queries.scores.league_counts import league_counts
from queries.scores.league_table import league_table
from queries.scores.pace import pace
from queries.scores.score_trend import score_trend
from queries.scores.unit_reporting import unit_reporting
from queries.standards.analysis_rules import analysis_rules
from queries.standards.anchors import anchors
from queries.standards.bands import bands
from queries.standards.context_weights import context_weights
from queries.standards.default_standard import default_standard
from queries.standards.dimensions import dimensions
from queries.standards.findings import findings
from queries.standards.grades import grades
from queries.standards.indicators import indicators
from queries.standards.measures import measures
from queries.standards.standard_changes import standard_changes
from queries.standards.standards import standards
from queries.standards.targets import targets
from queries.standards.value_score import value_score
from queries.standards.vetoes import vetoes

__all__ = [
    "activity_hours",
    "activity_kinds",
    "activity_months",
    "activity_rows",
    "activity_summary",
    "analysis_rules",
    "anchors",
    "area_measure",
    "area_score",
    "band_counts",
    "band_moves",
    "bands",
    "community_activities",
    "community_indicators",
    "community_names",
    "community_profile",
    "community_vetoes",
    "compositions",
    "context_weights",
    "contributions",
    "default_standard",
    "dimension_profile",
    "dimension_summary",
    "dimensions",
    "findings",
    "focus_list",
    "grades",
    "improvement_steps",
    "inactive_communities",
    "indicator_profile",
    "indicators",
    "kinds",
    "league_counts",
    "league_table",
    "levers",
    "measures",
    "one_step_away",
    "other_scores",
    "pace",
    "peer_dimensions",
    "peer_practices",
    "peer_table",
    "periods",
    "publication",
    "rate_signals",
    "rate_summaries",
    "reweighted",
    "round_half_up",
    "score_trend",
    "small_samples",
    "standard_changes",
    "standards",
    "streets",
    "targets",
    "unit_reporting",
    "unit_spread",
    "units",
    "value_score",
    "vetoes",
    "weight_sensitivities",
]
