"""What can be wrong with an index: statistics, correlations, dimensions; never a source of weights.

Every audit gives tables keyed by id and warnings as plain data, which pages put into words.
"""
