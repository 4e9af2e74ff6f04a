"""What changed of the things at the other end of links since it was stored."""
