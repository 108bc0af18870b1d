"""A capture in, an article out. Pure: no file, no network, no clock.

| function | in | out |
|---|---|---|
| `article` | `Capture` of an article's page | `Article`, or `ExtractionError` with a reason |
| `front_page` | `Capture` of a front page | `FrontPage`, or `ExtractionError` |

Reasons: `empty` · `not-html` · `too-large` · `too-deep` · `no-article` · `list-page`.
"""
