"""A new PC, and a forgotten PIN: what a shop does without anybody's help."""
