"""An existing podcast read from its feed, and what of it becomes config.yaml and episode.yaml."""
