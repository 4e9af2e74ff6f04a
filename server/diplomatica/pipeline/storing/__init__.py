"""Statements on disk for the time of a build, in the order in which they are published."""
