"""Questions of what lies behind the scores: rates, composition and weights."""
