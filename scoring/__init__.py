"""HOW scores are made: pure functions on arrays, keyed by id; no files and no pages."""
