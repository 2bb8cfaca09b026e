"""汇报材料: slides and the one-page brief, to take away."""
