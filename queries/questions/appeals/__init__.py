"""What the ledger of appeals says: received, answered in time, solved, repeated, and where nobody speaks up."""
