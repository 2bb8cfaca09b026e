"""诉求: what residents ask for, what is answered in time, and what comes again."""
