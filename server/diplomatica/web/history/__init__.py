"""The releases of the dataset, and what changed from one to the next."""
