"""The world in, captures out.

| module | source |
|---|---|
| `files` | saved pages: files, folders, standard input |
| `warc` | the pages of a WARC file |
| `manifest` | what stands beside saved pages: `captures.jsonl`, `paper.toml` |
| `said` | the address that a saved page says it has |
| `profile` | `papers/NAME.toml`: what is gathered of a paper |
| `discover` | a paper's address → its profile: name, language, feeds, sitemaps, sections, pattern of articles |
| `feed` · `sitemap` · `outline` | the bytes of a feed, a sitemap, a front page → what they name |
| `listed` · `lists` · `pattern` | an article as a list names it · which links of which list are articles · what their addresses look like |
| `forms` | an address → the page that it is another form of: print, AMP, a later page |
| `whole` | an article's first page → its later ones |
| `round` · `fetch` | a profile → everything due, asked for once · one address, politely: robots.txt, pace, redirects |
"""
