"""Where the parts of a build are made, side by side, and kept for the next one."""
