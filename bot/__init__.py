"""Salient: polls feeds, matches watchlists, keeps one living alert per story."""
