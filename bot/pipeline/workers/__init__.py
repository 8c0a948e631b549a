"""Read strangers' documents in processes of their own, beside the event loop: what one may cost is bounded.

`pool` hands out jobs, `process` is a worker seen from the bot, `child` is what runs in it. Nothing is
imported here: a worker loads `child` alone, and of the steps those that it is asked for.
"""
