"""Settings and logs: what the operator decides, and what the operator is told."""
