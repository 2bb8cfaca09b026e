"""社区档案: one community on one page."""
