"""The way in: requests, and what is served to them of which release."""
