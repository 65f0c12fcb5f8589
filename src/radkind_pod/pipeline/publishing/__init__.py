"""From what was made to what listeners find: selected, rendered, gated, sent and remembered."""
