"""A path and a query in, a `Page` out: the one routing table of all protocols. Reads the archive, knows no protocol and no socket.

| module | pages |
|---|---|
| `routes` | the table; what a path says before it is looked up there |
| `article` · `shown` | an article's page by itself; with what the archive knows around it |
| `front` · `lists` · `names` · `days` | front page; newest, section, topic, author; their indexes; days and calendars |
| `feeds` | where a list's feeds are, and the articles with their text that they are made of; all feeds of a paper |
| `takeaway` · `books` | where a day's files to take away are; the catalogue of all days as books |
| `search` · `history` · `about` · `missing` | results; versions and differences; the paper itself; no page |
| `addresses` | what is written as address on a page |
| `parallel` | a page in the root of a manner |
| `numbering` · `difference` · `times` | link numbers; two texts, word by word; moments by the paper's clock |
"""

from .addresses import path as article_path
from .article import page as article_page
from .edition import Answer, Book, Edition, Form, Listed, Piece, Shelf, language, mounted
from .feeds import at as feed_path
from .front import addressed
from .front import alone as front_page
from .lists import turned
from .routes import answer

__all__ = [
    "Answer", "Book", "Edition", "Form", "Listed", "Piece", "Shelf", "addressed", "answer", "article_page", "article_path", "feed_path", "front_page",
    "language", "mounted", "turned",
]  # fmt: skip
