"""Bringing what goes out to a destination, so that listeners see the old feed or the new one, never a broken one."""
