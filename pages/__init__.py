"""The screen: one folder per page, and what they share."""
