"""What every test may ask for; each concern has its own plugin module."""

pytest_plugins = ["databases", "houses", "compliance", "pictures", "style_sheets", "servers", "radicales", "receivers"]
