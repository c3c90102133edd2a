"""Files for other programs: tables, maps with scores, the result as JSON, packages of figures."""
