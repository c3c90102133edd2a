"""Migrations of the database, run by Alembic without a file of settings."""
