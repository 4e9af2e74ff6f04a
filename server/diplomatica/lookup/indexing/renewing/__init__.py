"""Making an index from that of the last release: what did not change is not read again."""
