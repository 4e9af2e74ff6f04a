"""From the files of a dataset to a release: read, find quotes, record, infer, merge, validate, write."""
