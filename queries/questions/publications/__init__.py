"""What is published: the version and its periods."""
