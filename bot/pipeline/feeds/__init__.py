"""A feed over time: how it is found, when it is checked, what is new in it, what it may have lost. Pure."""
