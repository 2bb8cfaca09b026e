"""活动: how many, when, of what kind, and where none."""
