"""The city's data: reference, import, scoring and the store of published versions."""
