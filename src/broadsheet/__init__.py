"""A text edition for any newspaper."""

# Stated, not asked of the installed package: that takes half as long as all else a command loads. A test holds it to pyproject.toml.
__version__ = "0.1.0"
