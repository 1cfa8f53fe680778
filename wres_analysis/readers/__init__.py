"""One reader per format behind one dictionary; every reader returns a `Document`."""

from __future__ import annotations
