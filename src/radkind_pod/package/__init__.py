"""The finished files of an episode, and all that publishing may know of it."""
