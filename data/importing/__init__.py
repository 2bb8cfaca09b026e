"""The way in: files are read against table definitions, every fault is named, good rows are staged."""

from data.importing.earlier import Earlier, Fate, Replacement
from data.importing.inspecting import inspect_files
from data.importing.inspection import InspectedFile, InspectedSheet, Inspection
from data.importing.items import stage_items
from data.importing.problems import Problem, Refused, require_faultless
from data.importing.reader import SUFFIXES, apply_rules, find_file, stage
from data.importing.staging import stage_own
from data.tables import TableDefinition, handed_in_tables, read_definition

__all__ = [
    "SUFFIXES",
    "Earlier",
    "Fate",
    "InspectedFile",
    "InspectedSheet",
    "Inspection",
    "Problem",
    "Refused",
    "Replacement",
    "TableDefinition",
    "apply_rules",
    "find_file",
    "handed_in_tables",
    "inspect_files",
    "read_definition",
    "require_faultless",
    "stage",
    "stage_items",
    "stage_own",
]
