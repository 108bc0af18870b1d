"""Addresses in, Captures out: every outgoing connection is made here, and each passes `guard`.

| module | what it does |
|---|---|
| `guard` | which network addresses may be connected to |
| `client` | one request, within limits of time, size and type |
| `coding` | gzip, deflate, brotli, zstd, none of which becomes more than its limit |
| `answer` · `meaning` | what an answer's headers say · what it means, and when to ask again |
| `hours` | when a paper publishes, and so when to ask |
| `wire` | one guarded connection, for protocols that ask with a line |
| `place` · `gopher` · `gemini` · `pins` | addresses of holes and capsules · asking them · the certificates that were seen |
| `holes` | one page of either, at a person's request |
| `pace` · `robots` | how long to wait before a host is asked · what its robots.txt allows |
"""
