"""Tables of new figures: read, checked, shown as a difference, and taken over whole or not at all."""
