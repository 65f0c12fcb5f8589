"""Whose voice it is, where several people share one recording. Voice vectors live in memory only, for one run."""
