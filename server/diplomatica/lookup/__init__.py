"""What is asked of a release: it knows the engine, and nothing of HTTP."""
