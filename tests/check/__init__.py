"""The checker, tried on servers that are right and on servers that break one rule each."""
