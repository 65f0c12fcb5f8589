"""How a recording is heard, whichever engine does the decoding: voice found, windows packed, each one judged."""
