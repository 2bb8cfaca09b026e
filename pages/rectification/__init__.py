"""整改: what inspections found, and what of it is put right."""
