"""Marks between statements that are lacking, doubled for others, or never closed."""
