"""What commands share of their options."""
