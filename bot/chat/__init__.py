"""The Discord edge: client, sender, supervisor, cards (how messages look) and views (buttons)."""
