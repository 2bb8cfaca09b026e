"""Charts of 更多分析."""
