"""Buttons and menus under our messages.

All are dynamic items, known by their `custom_id`s: they work after a restart, and keep no state of their own.

persistent.py a button or menu from a plain function, with the errors told to the member
asker.py      who pressed, in a server or in direct messages
story.py      under alerts: Sources, Figures, Why this?, and the pages of these and of /story
follow.py     under alerts: Follow, and back
mute.py       under alerts: Mute, for the member or for the channel, and back
regrouping.py under alerts and /story: Not this story, Same story as…, Undo
message.py    under digests, notices and samples: Why in brief?, Status, Remove
querying.py   how queries are written
drafting.py   a watchlist before it is saved: Save, Change, Cancel
form.py       forms that outlive a restart
live_answers.py  answers that change while work goes on elsewhere
"""
