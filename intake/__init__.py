"""How figures come into `data/`: the package is built from the tables in `data/tables`."""
