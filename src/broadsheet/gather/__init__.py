"""The world in, Captures out: `files` reads saved pages."""
