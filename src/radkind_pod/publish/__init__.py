"""Feed and pages, made from Releases alone."""
