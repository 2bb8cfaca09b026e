"""标准细则: the standard as a reader wants it."""
