"""Addresses in, Captures out: every outgoing connection is made here, and each passes `guard`.

| module | what it does |
|---|---|
| `guard` | which network addresses may be connected to |
| `client` | one page fetched, within limits of time, size and redirects |
"""
