"""Files out: the packet, the invitation, the exports to sales."""
