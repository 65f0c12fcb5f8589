"""Corrections by people: kept, merged, and never lost."""
