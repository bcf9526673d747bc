"""Numbered SQL steps from an empty file to today's house."""
