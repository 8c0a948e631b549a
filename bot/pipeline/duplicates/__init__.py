"""Which articles repeat one another: near copies, and one article under two addresses. Pure."""
