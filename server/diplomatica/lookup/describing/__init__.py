"""What a release says of one IRI: from it, to it, and of the blank nodes within."""
