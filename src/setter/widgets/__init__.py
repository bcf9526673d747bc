"""What several screens share; widgets know no service."""
