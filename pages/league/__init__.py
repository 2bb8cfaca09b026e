"""排行榜: communities, streets, units against the standard."""
