"""What the ledger of activities says: how many, when, of what kind, and where none."""
