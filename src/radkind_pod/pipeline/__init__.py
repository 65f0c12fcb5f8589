"""The staircase: what runs after what, and whether it must run at all."""
