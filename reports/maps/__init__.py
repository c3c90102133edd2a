"""Maps as drawings: the projection, the names on them, and maps as files of their own."""
