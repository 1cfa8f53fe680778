"""Links judged by a person in JupyterLab: one pair at a time, each decision in the file at once."""
