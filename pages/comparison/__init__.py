"""五维对标: up to five areas side by side."""
