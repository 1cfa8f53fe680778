"""Tables become what is read: one file a topic (its table, chart and sentences), pages and workbook.

Takes: an `Analysis`, a `Workforce`. Gives: exhibits, pages, the workbook, the board paper.
Must not know: how documents are read or plans linked, who runs the notebooks; it computes nothing.
"""
