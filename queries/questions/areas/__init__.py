"""What is chosen from: reporting units, streets, kinds of communities."""
