"""操作记录: who did what, when, from where, and what came of it."""
