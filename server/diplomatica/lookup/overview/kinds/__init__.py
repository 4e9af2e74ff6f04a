"""The kinds of things: in which order a reader is told of them, and how they hang together."""
