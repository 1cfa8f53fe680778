"""Many organisations: everything read once, each notebook run in a child, each report put in place whole.

Takes: a data folder, notebooks, a site. Gives: a reports folder and its record.
Must not know: what a page says; how a cluster works.
"""
