"""From the files of a dataset to a release, step by step."""
