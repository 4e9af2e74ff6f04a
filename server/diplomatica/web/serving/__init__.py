"""The server: its processes, and the connections of its clients."""
