"""The first step of a build: all that a folder says, each file read once."""
