"""The register, the boundaries and the example standards a store is built from; see SOURCES.md."""
