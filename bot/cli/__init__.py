"""The command line's rooms: words in, a call to what the bot itself uses, lines out.

arguments/    every command with its help, and where its code stands
lines.py      JSON Lines, in and out
steps/        `step ...`: single steps of the pipeline, for shells
invite.py     how to get a token, and the address that invites the bot
process.py    run
demo.py       demo
operate.py    migrate, backup, restore
check.py      check
poll.py       poll
stored.py     the database, opened beside the running bot
feeds.py      feeds; feed_lists.py feeds import, export, pack
watch.py      watch
aliases.py    aliases
ask.py        search, story
tables.py     rows for people, or JSON Lines for programs
"""
