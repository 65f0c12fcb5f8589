"""The one door to libav and LAME: files in, float32 samples out, and back, never more than seconds in memory."""
