"""The lab: what a history of outcomes says of scoring rules, and the rules it suggests; statistics over columns."""
