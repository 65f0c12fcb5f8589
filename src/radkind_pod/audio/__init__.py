"""Samples: prepare, level, stitch, master, encode, in this order and in bounded memory."""
