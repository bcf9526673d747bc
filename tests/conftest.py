"""What every test may ask for; each concern has its own plugin module."""

pytest_plugins = ["houses", "compliance", "pictures", "servers"]
