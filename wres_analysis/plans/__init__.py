"""A document that was read becomes actions and the notes of a careful reader."""
