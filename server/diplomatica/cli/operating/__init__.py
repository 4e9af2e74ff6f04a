"""What whoever runs a server says to it, and asks of it, on the command line."""
