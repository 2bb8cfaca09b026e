"""报送: how data come in, are reviewed, published and taken back."""
