"""The command line's rooms: words in, a call to what the bot itself uses, lines out.

arguments.py  every command with its help, and where its code stands
lines.py      JSON Lines, in and out
steps.py      `step ...`: single steps of the pipeline, for shells
invite.py     how to get a token, and the address that invites the bot
operate.py    run, demo, migrate, check, poll, backup, restore
ask.py        feeds, search, story
    watch.py      watch
"""
