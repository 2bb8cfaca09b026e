"""Rows → faults: rows of text become typed rows of a table, and every one that breaks a rule is named with its remedy."""
