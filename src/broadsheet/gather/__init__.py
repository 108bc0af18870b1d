"""The world in, captures out.

| module | source |
|---|---|
| `files` | saved pages: files, folders, standard input |
| `manifest` | what stands beside saved pages: `captures.jsonl`, `paper.toml` |
| `said` | the address that a saved page says it has |
"""
