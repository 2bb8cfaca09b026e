"""更多分析: sampled rates, small samples, composition and weights."""
