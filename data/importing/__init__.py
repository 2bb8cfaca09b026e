"""The way in: files are read against table definitions, every fault is named, good rows are staged."""

from data.importing.definitions import TableDefinition, read_definition
from data.importing.items import stage_items
from data.importing.problems import Problem, Refused
from data.importing.reader import apply_rules, find_file, stage

__all__ = [
    "Problem",
    "Refused",
    "TableDefinition",
    "apply_rules",
    "find_file",
    "read_definition",
    "stage",
    "stage_items",
]
