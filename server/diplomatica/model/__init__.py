"""What the rest speaks of: IRIs, vocabularies, formats, articles, releases."""
