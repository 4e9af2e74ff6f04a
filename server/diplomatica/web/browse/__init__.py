"""Looking around in data of any vocabulary: by kinds and values, by dates, on a map."""
