"""What came out: totals, dimensions, bands, maps and trends."""
