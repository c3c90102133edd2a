"""The field log as a table, and the step by which its counts become figures."""
