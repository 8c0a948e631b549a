"""Single steps of the pipeline for shells: the very code that the bot runs, JSON Lines in and out."""
