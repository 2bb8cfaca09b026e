"""What is measured: standards, dimensions, bands, measures."""
