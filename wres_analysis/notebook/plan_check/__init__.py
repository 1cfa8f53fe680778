"""One plan, page by page, beside what was read from it, and what to do about each note."""
