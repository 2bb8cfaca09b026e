"""Versions: built aside, checked, scored once, put in force and kept for good; nothing of one is ever changed."""
