"""One plan, page by page, beside what was read from it, and what to do about each note.

Takes: a published file. Gives: its pages, its notes, rows of column_mappings.csv.
Must not know: other plans.
"""
