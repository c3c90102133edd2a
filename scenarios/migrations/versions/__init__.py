"""One file a migration, each with the one before it as `down_revision`."""
