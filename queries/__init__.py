"""The catalogue: every question that can be asked of a published version.

A question is ``queries.NAME(database, *, …) -> DataFrame``; see :mod:`queries.question`.
"""

import queries.clickhouse  # noqa: F401 - a database that registers itself
from queries.questions.activities.activity_hours import activity_hours as activity_hours
from queries.questions.activities.activity_kinds import activity_kinds as activity_kinds
from queries.questions.activities.activity_months import activity_months as activity_months
from queries.questions.activities.activity_rows import activity_rows as activity_rows
from queries.questions.activities.activity_summary import activity_summary as activity_summary
from queries.questions.activities.inactive_communities import inactive_communities as inactive_communities
from queries.questions.analysis.compositions import compositions as compositions
from queries.questions.analysis.rate_signals import rate_signals as rate_signals
from queries.questions.analysis.rate_summaries import rate_summaries as rate_summaries
from queries.questions.analysis.reweighted import reweighted as reweighted
from queries.questions.analysis.small_samples import small_samples as small_samples
from queries.questions.analysis.unit_spread import unit_spread as unit_spread
from queries.questions.analysis.weight_sensitivities import weight_sensitivities as weight_sensitivities
from queries.questions.areas.kinds import kinds as kinds
from queries.questions.areas.streets import streets as streets
from queries.questions.areas.units import units as units
from queries.questions.communities.community_activities import community_activities as community_activities
from queries.questions.communities.community_indicators import community_indicators as community_indicators
from queries.questions.communities.community_names import community_names as community_names
from queries.questions.communities.community_profile import community_profile as community_profile
from queries.questions.communities.community_vetoes import community_vetoes as community_vetoes
from queries.questions.communities.contributions import contributions as contributions
from queries.questions.communities.improvement_steps import improvement_steps as improvement_steps
from queries.questions.communities.levers import levers as levers
from queries.questions.communities.one_step_away import one_step_away as one_step_away
from queries.questions.communities.other_scores import other_scores as other_scores
from queries.questions.communities.peer_dimensions import peer_dimensions as peer_dimensions
from queries.questions.communities.peer_practices import peer_practices as peer_practices
from queries.questions.communities.peer_table import peer_table as peer_table
from queries.questions.publications.periods import periods as periods
from queries.questions.publications.publication import publication as publication
from queries.questions.scores.area_measure import area_measure as area_measure
from queries.questions.scores.area_score import area_score as area_score
from queries.questions.scores.band_counts import band_counts as band_counts
from queries.questions.scores.band_moves import band_moves as band_moves
from queries.questions.scores.dimension_profile import dimension_profile as dimension_profile
from queries.questions.scores.dimension_summary import dimension_summary as dimension_summary
from queries.questions.scores.focus_list import focus_list as focus_list
from queries.questions.scores.goals import goals as goals
from queries.questions.scores.indicator_profile import indicator_profile as indicator_profile
from queries.questions.scores.league_counts import league_counts as league_counts
from queries.questions.scores.league_table import league_table as league_table
from queries.questions.scores.pace import pace as pace
from queries.questions.scores.reasons import reasons as reasons
from queries.questions.scores.score_trend import score_trend as score_trend
from queries.questions.scores.unit_reporting import unit_reporting as unit_reporting
from queries.questions.standards.analysis_rules import analysis_rules as analysis_rules
from queries.questions.standards.anchors import anchors as anchors
from queries.questions.standards.bands import bands as bands
from queries.questions.standards.context_weights import context_weights as context_weights
from queries.questions.standards.default_standard import default_standard as default_standard
from queries.questions.standards.dimensions import dimensions as dimensions
from queries.questions.standards.findings import findings as findings
from queries.questions.standards.grades import grades as grades
from queries.questions.standards.indicators import indicators as indicators
from queries.questions.standards.measures import measures as measures
from queries.questions.standards.standard_changes import standard_changes as standard_changes
from queries.questions.standards.standards import standards as standards
from queries.questions.standards.targets import targets as targets
from queries.questions.standards.value_score import value_score as value_score
from queries.questions.standards.vetoes import vetoes as vetoes
from queries.rounding import round_half_up as round_half_up
