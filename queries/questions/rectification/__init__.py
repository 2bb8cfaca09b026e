"""What the ledgers of inspections and problems say: found, due, put right, overdue."""
