"""What holds of any answer, and knows no data."""
