"""What is fast and what is lean, measured; never part of a test run. ``uv run poe bench`` runs everything."""
