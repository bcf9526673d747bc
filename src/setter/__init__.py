"""setter: the terminal in which outbound callers set appointments."""

__version__ = "0.1.0"
