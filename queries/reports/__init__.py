"""What leaves: rows and documents as files, one way for the button, the route and the command line.

The same version and filters give the same bytes: no clock and no viewer is inside, those go to the log. ``rows``: csv for
everybody, xlsx for Excel and WPS, parquet for programs, geojson for maps, and the whole dashboard as one workbook.
Documents are slides (html, pptx) and the brief on one page (docx, html): ``sections`` ask and say, ``bodies`` draw, and
``files`` has what an office restyles: deck.pptx, brief.docx, pages with their style, and the running orders.

The first columns of a CSV say on every row what a forwarded file must still say by itself: demonstration or not,
standard, period, filters; the other formats say it once (:mod:`queries.reports.facts`). A text that a spreadsheet would
take for a formula gets a leading apostrophe in CSV and is a text cell in a workbook; numbers, negative ones too, stay
numbers.
"""
