"""地图: the units by any measure."""
