"""Addresses: the one spelling of a link, what of it may be shown, the detours it takes. Pure."""
