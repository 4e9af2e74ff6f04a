"""What files say of themselves, as the catalog of those that bring none."""
