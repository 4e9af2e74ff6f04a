"""By which values the things of a kind can be narrowed, and what is left by them."""
