"""A Gopher server in, findings out (RFC 1436, RFC 4266, Gopher+, and what the clients of today make of them).

| module | what it knows |
|---|---|
| `menu` | a menu's rows, with all their mistakes |
| `survey` | what is asked, in which order; the walk |
| `seen` | what came of it |
| `requests` · `pages` | judges: of the answers to single asks · of the pages that links lead to |
| `rules` | the table: every rule with its severity, its clients, its source and its judge |
"""
