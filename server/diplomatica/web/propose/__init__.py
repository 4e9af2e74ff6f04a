"""Proposals as a page: what is wrong, and what would be right."""
