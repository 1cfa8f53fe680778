"""The exhibits of the reports: a figure, its table, and how to read it."""
