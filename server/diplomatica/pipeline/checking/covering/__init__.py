"""What claims cover of the articles, and what they do not."""
