"""What people click in JupyterLab: their plan checked, links reviewed, exhibits picked.

Takes: a data folder and an `Analysis`. Gives: widgets, and tables where nobody can click.
Must not know: batches and clusters.
"""
