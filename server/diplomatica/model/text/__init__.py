"""The text of an article: its sentences, the words that are quoted from it, and the segments between these."""
