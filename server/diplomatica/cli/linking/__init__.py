"""The command that watches links and proposes new ones."""
