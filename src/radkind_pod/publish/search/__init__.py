"""Search over all transcripts, in the reader's browser: what is fetched for it, and by which rules words are met."""
