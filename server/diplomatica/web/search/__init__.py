"""Finding things, sentences and questions by names and words."""
