"""Files and folders that a command line names: what they are, and where they are kept."""
