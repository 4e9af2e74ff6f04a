"""The languages in which pages speak, and their catalogs of translations."""
