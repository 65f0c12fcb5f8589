"""The podcast production pipeline of Radical Kindness."""

__version__ = "0.1.0"
