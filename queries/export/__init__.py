"""Slides and the brief, drawn."""
