"""Things, the statements about them, and the reasons of these."""
