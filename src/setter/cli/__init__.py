"""The command line: the same services as the screens, scriptable, with --json on every command."""
