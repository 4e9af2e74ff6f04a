"""The dataset as a whole: its front page, its dumps, and what programs read first."""
