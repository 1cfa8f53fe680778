"""A document becomes rows of ACTIONS and READING_NOTES.

Takes: a `Document`, its plan year, the data folder's mappings. Gives: actions, notes, a row on the plan.
Must not know: other plans of the organisation; links, rates and reports.
"""
