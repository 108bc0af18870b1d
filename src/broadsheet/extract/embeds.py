"""A leaf in, what it embeds from elsewhere out: a video, a post, a map.

| function | out |
|---|---|
| `embed` | what an `<iframe>` or the like is, its address, its title |
| `linked` | the same of a page that names it and does not show it |
| `is_film` | whether it is a film: one above the text is the article's, as a picture is |
| `consented` | what waits for consent |
| `post` | the service whose post an element is |
"""

import re
from functools import lru_cache
from urllib.parse import urlsplit

from ..address import absolute, host
from ..model import Embed
from ..text import clean
from .frames import Frame, words
from .leaves import Leaf

_BRANDS = {
    "youtube.com": "YouTube", "youtu.be": "YouTube", "youtube-nocookie.com": "YouTube", "vimeo.com": "Vimeo", "dailymotion.com": "Dailymotion",
    "twitter.com": "X", "x.com": "X", "instagram.com": "Instagram", "facebook.com": "Facebook", "tiktok.com": "TikTok", "threads.net": "Threads",
    "bsky.app": "Bluesky", "spotify.com": "Spotify", "soundcloud.com": "SoundCloud", "datawrapper.dwcdn.net": "Datawrapper", "dwcdn.net": "Datawrapper",
    "infogram.com": "Infogram", "flourish.studio": "Flourish", "google.com": "Google Maps", "openstreetmap.org": "OpenStreetMap", "t.me": "Telegram",
    "podigee.io": "Podigee", "apple.com": "Apple Podcasts", "twitch.tv": "Twitch", "reddit.com": "Reddit", "pinterest.com": "Pinterest", "ted.com": "TED",
    "scribd.com": "Scribd", "documentcloud.org": "DocumentCloud", "streamable.com": "Streamable", "giphy.com": "Giphy", "mastodon.social": "Mastodon",
    "jwplatform.com": "Video", "jwplayer.com": "Video", "brightcove.net": "Video", "linkedin.com": "LinkedIn", "genially.com": "Genially",
}  # fmt: skip
_NO_EMBED = re.compile(
    r"doubleclick|googlesyndication|googletagmanager|adservice|/ads?[/.]|about:blank|recaptcha|consent|newsletter|taboola|outbrain|facebook\.com/(plugins/(like|page|share)|tr)|disqus"
)
_POST = {
    "twitter-tweet": "X",
    "twitter-video": "X",
    "instagram-media": "Instagram",
    "tiktok-embed": "TikTok",
    "bluesky-embed": "Bluesky",
    "fb-post": "Facebook",
    "text-post-media": "Threads",
}

_LONGEST_NAME = 20  # of a service, or what it is

_SERVICES = frozenset({*_BRANDS.values(), "Web", "Video", "Audio", "Post"})

_FILMS = frozenset({"Video", "YouTube", "Vimeo", "Dailymotion", "Twitch", "Streamable", "TED"})
POST_WORDS = frozenset(word for name in _POST for word in words(name)) | {"post", "toot"}


def is_film(leaf: Leaf, base: str) -> bool:
    """Whether the leaf, an embed, is a film that has an address."""
    made = embed(leaf, base)
    return made is not None and made.what in _FILMS and made.address != ""


def embed(leaf: Leaf, base: str) -> Embed | None:
    """What the leaf embeds; None for advertising and the like."""
    attributes = leaf.attributes
    source = attributes.get("src") or attributes.get("data-src") or attributes.get("data") or attributes.get("data-url") or ""
    where = absolute(source, base)
    tag = attributes.get("") or ""
    if not where and tag not in {"video", "audio"}:
        return None
    if _NO_EMBED.search(where.lower()) or attributes.get("width") in {"0", "1"} or attributes.get("height") in {"0", "1"}:
        return None
    return Embed(
        _brand(where) or {"video": "Video", "audio": "Audio", "amp-video": "Video"}.get(tag, "Web"),
        where,
        clean(attributes.get("title") or attributes.get("aria-label") or ""),
    )


def linked(leaf: Leaf, base: str) -> Embed | None:
    """What an element of the class `embed` leads to where it does not show it: all of it is a link, "Video: The first metres"."""
    first = leaf.runs[0] if leaf.runs else None
    where = absolute(first.href, base) if first and first.href and leaf.linked >= len(leaf.text.strip()) else ""
    if not where or _NO_EMBED.search(where.lower()):
        return None
    text = clean(leaf.text)
    what, sign, title = text.partition(": ")
    if (sign and len(what) <= _LONGEST_NAME) or text in _SERVICES:
        return Embed(what, where, title)
    return Embed(_brand(where) or "Web", where, text)


def consented(texts: list[Leaf]) -> Embed | None:
    """What waits for consent behind *texts*, where they name its service."""
    said = " ".join(leaf.text for leaf in texts)
    named = next((brand for brand in _BRANDS.values() if len(brand) > 3 and brand in said), "")
    return Embed(named) if named else None


def post(frame: Frame) -> str:
    """The service whose embedded post this element is, "" where it is none."""
    if not frame.name or frame.words.isdisjoint(POST_WORDS):
        return ""
    named = _service(frame.name)
    return named or ("Post" if frame.tag in {"blockquote", "figure"} and frame.words & {"post", "toot", "tweet"} else "")


@lru_cache(maxsize=1024)
def _service(name: str) -> str:
    """The service that the class *name* names, "" for none: every text in a post asks."""
    return next((what for named, what in _POST.items() if named in name), "")


def _brand(where: str) -> str:
    name = host(where)
    while "." in name:
        if name in _BRANDS:
            return _BRANDS[name] if _BRANDS[name] != "Google Maps" or "/maps" in urlsplit(where).path else ""
        name = name.partition(".")[2]
    return ""
