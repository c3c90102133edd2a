"""Measurements of the app and of the engine, each against a floor in the same run."""
