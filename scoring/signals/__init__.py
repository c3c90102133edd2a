"""Sudden change in a series: what is expected of it, when it is an alarm, and how often by chance.

Arrays end with time, in even steps with NaN where a period is missing; axes before it are series
that are worked through side by side. Nothing here looks into the future of a value.
"""
