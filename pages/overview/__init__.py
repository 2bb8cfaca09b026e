"""总览: where the city or a unit stands."""
