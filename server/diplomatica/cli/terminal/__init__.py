"""What a terminal shows of a build: its steps, and what an editor should know."""
