"""The actions of a plan and of the next one become LINKS, each with a probability and a reason.

Takes: ACTIONS and what a person decided. Gives: LINKS, LINK_CANDIDATES, LINKS_TO_REVIEW.
Must not know: rates, and how they are shown.
"""
