"""What the data has to say of a query beside its answer."""
