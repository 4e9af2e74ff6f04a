"""The command that links tables, and the services that it asks."""
