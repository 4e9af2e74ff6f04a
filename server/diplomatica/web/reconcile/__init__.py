"""The reconciliation service, by which programs find the things that their names mean."""
