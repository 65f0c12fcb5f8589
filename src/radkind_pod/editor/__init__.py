"""The volunteers' door: pages served on this computer alone."""
