"""The text of an article: its sentences, its quoted words, and its segments."""
