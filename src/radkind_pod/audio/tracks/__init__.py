"""Several microphones recorded apart, brought in step and mixed."""
