"""Claims: their words in the article, their voices, and the record of both."""
