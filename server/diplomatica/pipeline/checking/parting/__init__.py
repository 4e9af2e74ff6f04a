"""The data in parts that are validated each by itself, as far as shapes look."""
