"""Rows → workbooks for people: forms to fill in, prefilled with what is known, and files handed back with faults marked."""
