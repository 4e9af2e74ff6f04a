"""What is read of the text of a query, and what is asked instead of it."""
