"""A path under `/~/gopher/` or `/~/gemini/` in, somebody else's page as HTML out: any Gopher hole and any capsule in a browser, without script.

| module | what it does |
|---|---|
| `route` | a request's target → what is wanted of which place, and the way back |
| `policy` | whether a place may be asked at all: hosts, ports, network addresses |
| `turns` | whether this reader may ask now: how often, how many at the same time |
| `robots` | whether the owner of a place wants to be shown by a proxy |
| `letters` | bytes → text: UTF-8, CP437, Latin-1 and the rest |
| `media` | what a file is by its first bytes; Gopher's item types |
| `menu` · `gemtext` | a menu's items · gemtext, as lines of HTML |
| `edition` · `listing` | an article's page of a text edition · its other pages, as lines of HTML |
| `sheet` | lines of HTML → the whole page, with whose it is and where its bytes are |
| `words` | what we say ourselves, in the language of the edition |
| `views` | an answer's bytes → the page that shows it |
| `desk` | all of it in order: the servers' `Elsewhere` |

Off unless `[proxy]` in the configuration says `on = true`. Nothing of a place is kept but its robots.txt and its certificate's fingerprint.
"""
