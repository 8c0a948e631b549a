"""Salient without a token: local outlets that publish a story, and a local Discord in a browser page."""
