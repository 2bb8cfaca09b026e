"""使用说明: what the numbers mean, where they come from, and how the dashboard is run."""
