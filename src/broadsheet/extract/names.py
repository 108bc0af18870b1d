"""Lines of words in, a set of them out: how the tables of class names in this room are written."""


def of(*lines: str) -> frozenset[str]:
    """The words of *lines*, parted by white space."""
    return frozenset(word for line in lines for word in line.split())
