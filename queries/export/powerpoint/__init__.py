"""A briefing as a PowerPoint deck that the office can go on editing: real titles, charts with their data, tables, shapes.

Colours and fonts are those of the theme; no picture is rendered and nothing but the briefing is asked.
"""

from queries.export.powerpoint.deck import powerpoint

__all__ = ["powerpoint"]
