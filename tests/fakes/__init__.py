"""Stand-ins for the world outside, each a real server on loopback."""
