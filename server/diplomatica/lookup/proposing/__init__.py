"""Proposals: what somebody would change, and what that would do."""
