"""What leaves the house: statements and reports, set as documents."""
