"""Files in: read, map, clean, match, land; and the campaign file."""
