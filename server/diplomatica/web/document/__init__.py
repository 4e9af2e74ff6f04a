"""What all documents have: their formats, and what is told where there is none."""
