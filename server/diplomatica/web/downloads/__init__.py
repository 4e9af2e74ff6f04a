"""What can be taken away: the dumps, the tables, and the files beside them."""
