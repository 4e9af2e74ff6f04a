"""What can be found in a release without asking an engine: names, sentences, statements."""
