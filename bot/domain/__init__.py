"""Frozen values that the rooms hand to each other. No behaviour beyond reading them."""
