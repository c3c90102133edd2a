"""The workbook: inputs, weights and every step to the index as live formulas."""

from reports.workbook.book import workbook

__all__ = ["workbook"]
