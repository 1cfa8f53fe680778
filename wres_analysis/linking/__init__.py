"""What decides that two actions of successive plans belong together, and how sure that is."""
