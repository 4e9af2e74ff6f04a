"""What each client may have of what there is for all: turns at pages, and room for answers."""
