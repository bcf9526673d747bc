"""The use cases, one file each: the only place that joins rules and store."""
