"""A score held against events: how well it puts those that happened above those that did not.

Scores are (T years, R regions), NaN where not rated; outcomes are (T, R) bool, what happened in the
window after the year of the score. Nothing here is fitted to an outcome.
"""
