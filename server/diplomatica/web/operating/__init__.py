"""What whoever runs the server asks of it: whether it is well, what it does, and for whom."""
