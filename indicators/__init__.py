"""WHAT is measured: the registry of indicators, the figures they are made from, and their checks."""
