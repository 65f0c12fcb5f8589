"""What people wrote: YAML in, typed values out, every problem with its file and line."""
