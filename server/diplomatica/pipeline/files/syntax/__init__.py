"""What is wrong with the form of a document: its syntax, and how deep it nests."""
