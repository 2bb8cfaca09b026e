"""The questions, by subject: each a signature beside its SQL."""
