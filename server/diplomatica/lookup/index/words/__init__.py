"""The words of an index: their forms, what has them, and what they lead to."""
