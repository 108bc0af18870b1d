"""A text edition for any newspaper."""

from importlib.metadata import version

__version__ = version("broadsheet")
