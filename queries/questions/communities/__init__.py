"""Questions about one community, and about what each could reach."""
