"""The rows of a question as a file: one way for the button, the route and the command line.

The same version and filters give the same bytes: no clock and no viewer is inside, those go to the log. Four formats,
by the ending: ``csv`` for everybody, ``xlsx`` for Excel and WPS, ``parquet`` for programs, ``geojson`` for maps; and
``workbook``, the whole dashboard as one ``xlsx``, ``slides``, a running order as
``html`` or ``pptx``, and ``brief``, one page as ``docx`` or ``html``.

The first columns of a CSV say on every row what a forwarded file must still say by itself: demonstration or not,
standard, period, filters; the other formats say it once (:mod:`queries.reports.facts`). A text that a spreadsheet would
take for a formula gets a leading apostrophe in CSV and is a text cell in a workbook; numbers, negative ones too, stay
numbers.
"""
