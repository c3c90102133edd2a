"""Where weights come from: experts' points or comparisons, or a wish for equal importance."""
