"""A Gemini server in, findings out (the Gemini specification and its companions, and what the clients of today make of them).

| module | what it knows |
|---|---|
| `head` · `gemtext` · `certificate` | an answer's first line · a page's lines · what a certificate says, with all their mistakes |
| `hello` | the first message of a client that is too old |
| `survey` | what is asked, in which order; the walk |
| `seen` | what came of it |
| `requests` · `secure` · `pages` | judges: of the answers to single asks · of TLS and the certificate · of heads and pages |
| `rules` | the table: every rule with its severity, its clients, its source and its judge |
"""
