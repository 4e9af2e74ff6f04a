"""What the rest speaks of: IRIs, vocabularies, formats, articles and their passages, the folder of a dataset."""
