"""Another process for what may crash, run for ever or eat all memory: decoding what others made."""
