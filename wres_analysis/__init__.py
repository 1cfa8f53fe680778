"""Read NHS WRES action plans as published, link them over the years, and compare organisations."""

from __future__ import annotations

__version__ = "0.1.0"
