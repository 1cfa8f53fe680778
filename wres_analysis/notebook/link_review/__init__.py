"""Links judged by a person in JupyterLab: one pair at a time, each decision in the file at once.

Takes: LINKS_TO_REVIEW. Gives: rows of links_reviewed.csv and the rates that follow.
Must not know: other widgets.
"""
