"""Rows of any question as a file: csv, xlsx, parquet, geojson, and the whole dashboard as one workbook."""
