"""The pages, one file each, and the few widgets that they share. Pages only show; nothing flows back."""
