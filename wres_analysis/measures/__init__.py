"""Links and actions become counts, rates with intervals, lives of actions, comparison and benchmark.

Takes: ACTIONS, LINKS, the row on each plan. Gives: RATES, COMPARISON, BENCHMARK, REGISTER and more.
Must not know: documents, charts, pages.
"""
