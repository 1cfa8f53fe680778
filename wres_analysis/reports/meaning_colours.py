"""Colours by meaning, the same on every page.

Within one figure they differ in lightness too, so that a grey print and a colour-blind reader tell them
apart; a test holds the distances. Most are the Analysis Function's, some lighter or darker for that reason.
"""

from __future__ import annotations

# what this page is about, what it is compared with, and the line that they are measured against
SUBJECT, PEERS, LINE = "#12436D", "#B1B4B6", "#1A1A1A"
# what became of an action, from the one that wants a look; lightness 29, 71, 83, 43, 58, 93, 100
LATE, MOVED, UNDER_WAY, COMPLETE, WITHDRAWN = "#801650", "#F79256", "#9ADBD3", "#1D68AA", "#868B8E"
UNKNOWN, UNDATED = "#E6EAED", "#FFFFFF"
# from plan to plan; lightness 27, 58, 83, 61
CARRIED_OVER, REWORDED, NEW, GONE = "#12436D", "#4F8FC9", "#9ADBD3", "#F46A25"
EDGE = "#3D3D3D"  # around pale areas, which a white page would swallow

OUTCOME_COLOURS = {
    "missed": LATE,
    "moved": MOVED,
    "to_come": UNDER_WAY,
    "met": COMPLETE,
    "withdrawn": WITHDRAWN,
    "unknown": UNKNOWN,
    "undated": UNDATED,
}
