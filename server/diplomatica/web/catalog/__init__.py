"""The dataset as a whole: its front page, and what programs read first."""
