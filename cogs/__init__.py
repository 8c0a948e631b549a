"""Slash commands, thin: take words, ask a service or a lookup, show what came."""
