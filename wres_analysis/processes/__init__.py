"""Child processes, their limits, and what a person sees while they work.

Takes: a function and items. Gives: one outcome for each item, whatever happens to its child.
Must not know: what the function does; plans, tables and reports are foreign here.
"""
