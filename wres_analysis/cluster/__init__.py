"""A run on more than one machine: Dask workers, object stores.

Takes: a `RunSite`'s questions. Gives: the same answers from elsewhere.
Must not know: plans, tables, pages.
"""
