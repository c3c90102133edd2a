"""Loading of tables."""
