"""newsboat subscribes to the running edition, by one list and by the outline of all, and has what the pages have."""

import sqlite3
import urllib.request
from pathlib import Path

from .process import Edition, output


def test_newsboat_subscribes_to_a_list(edition: Edition, tmp_path: Path) -> None:
    (tmp_path / "urls").write_text(edition.url("http", "/~/feed/atom/~/newest") + "\n")
    (feed,), items = subscribed(tmp_path)
    assert feed == ("Der Hafenbote – Neueste", edition.url("http", "/~/newest"))
    assert len(items) == 20
    for title, author, address, content, name in items:
        assert title
        assert author
        assert address.startswith(edition.url("http"))
        assert name.startswith("https://hafenbote.example/")
        assert len(content) > 100
        with urllib.request.urlopen(address, timeout=60) as answer:
            assert title.rpartition(": ")[2].split()[0] in answer.read().decode()


def test_newsboat_takes_the_outline_of_all_lists(edition: Edition, tmp_path: Path) -> None:
    outline = tmp_path / "feeds.opml"
    with urllib.request.urlopen(edition.url("http", "/~/feed/opml"), timeout=60) as answer:
        outline.write_bytes(answer.read())
    (tmp_path / "urls").touch()
    command(tmp_path, "-i", str(outline))
    feeds, items = subscribed(tmp_path)
    assert len(feeds) >= 8
    assert len({name for *_, name in items}) > 40


def command(home: Path, *options: str) -> str:
    (home / "config").touch()
    return output("newsboat", "-u", str(home / "urls"), "-c", str(home / "cache.db"), "-C", str(home / "config"), *options, home=home)


def subscribed(home: Path) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    """What newsboat has after it has asked: feeds, then articles."""
    command(home, "-x", "reload")
    cache = sqlite3.connect(home / "cache.db")
    try:
        feeds = cache.execute("select title, url from rss_feed").fetchall()
        return feeds, cache.execute("select title, author, url, content, guid from rss_item").fetchall()
    finally:
        cache.close()
