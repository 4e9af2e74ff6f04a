"""What is mended within the expressions of a query: products, casts and regular expressions."""
