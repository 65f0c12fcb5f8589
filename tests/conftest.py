"""What holds for all tests: properties are tried with the same examples each time, so that a failure comes again."""

from hypothesis import settings

settings.register_profile("same each time", derandomize=True)
settings.load_profile("same each time")
