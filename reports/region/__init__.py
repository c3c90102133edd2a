"""The report on one region: two pages on paper, or the same contents as a Word document."""
