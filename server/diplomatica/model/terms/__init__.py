"""What terms are called that the data itself gives no name."""
