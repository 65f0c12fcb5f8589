"""The values that walk through the rooms: frozen dataclasses and how they become JSON. Standard library only."""
