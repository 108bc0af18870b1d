"""Leaves in, pictures with caption and credit out, and what is embedded from elsewhere.

| function | out |
|---|---|
| `pictures` | the figures among the leaves, each with the leaves it is made of |
| `embed` | a video, a post, a map: what it is, its address, its title |
"""

import re
from typing import NamedTuple
from urllib.parse import urlsplit

from ..address import absolute, host
from ..model import Embed, Image
from ..text import clean
from .leaves import Frame, Leaf, words

_FIGURE = frozenset({"figure", "amp-img"})
_FIGURE_WORDS = frozenset(
    "figure image img photo foto picture pic bild imagen imagem immagine media caption captioned featured hero lead gallery galerie slideshow teaserimage afbeelding kuva bilde obraz".split()
)
_CAPTION_WORDS = frozenset("caption figcaption bildunterschrift bildtext legend legende legenda pie leyenda didascalia bijschrift billedtekst kuvateksti text desc description subtitle bu".split())
_CREDIT_WORDS = frozenset(
    "credit credits copyright source photographer photograph author byline quelle fotograf fotocredit photocredit courtesy rights attribution agency provider owner autor auteur firma crediti creditos copy cr rechte".split()
)
_NOT_PICTURE = frozenset("avatar author icon logo badge spinner placeholder pixel tracking emoji share social ad ads advert banner sponsor sprite button".split())
_CREDIT_LEAD = (
    r"(?:(?:photo|image|picture|foto|fotos|fotografie|fotografía|photographs?|bild|bilder|symbolbild|grafik|graphic|illustration|collage|video|imagen|imagem|immagine|infografik|screenshot|kuva|bilde|foto-montage|montage)"
    r"(?:\s+(?:credit|by|von|courtesy|de|di|av|door|credits))*\s*[:/|]|(?:credits?|quelle|source|fuente|fonte|bron|copyright|crédit(?:\s+photo)?|crédito|crédits|credito|photo by|foto de|picture by|photograph by|foto von)\s*[:/|]?\s|©|\(c\)\s|&copy;)"
)
_CREDIT = re.compile(rf"(?i)^\W{{0,2}}{_CREDIT_LEAD}\s*(?P<who>.+?)[\s)\]]*$")
_CREDIT_TAIL = re.compile(rf"(?i)^(?P<caption>.*?[^\s(\[])[\s|•·–—\-/]*(?P<credit>[(\[]?\s*{_CREDIT_LEAD}\s*[^()\[\]]{{2,90}}[)\]]?\.?)$")
_SOURCES = ("data-src", "data-original", "data-lazy-src", "data-srcset", "data-lazy-srcset", "data-full-src", "data-image", "srcset", "src")
_NUMBER = re.compile(r"\d{1,5}")
_BRANDS = {
    "youtube.com": "YouTube", "youtu.be": "YouTube", "youtube-nocookie.com": "YouTube", "vimeo.com": "Vimeo", "dailymotion.com": "Dailymotion",
    "twitter.com": "X", "x.com": "X", "instagram.com": "Instagram", "facebook.com": "Facebook", "tiktok.com": "TikTok", "threads.net": "Threads",
    "bsky.app": "Bluesky", "spotify.com": "Spotify", "soundcloud.com": "SoundCloud", "datawrapper.dwcdn.net": "Datawrapper", "dwcdn.net": "Datawrapper",
    "infogram.com": "Infogram", "flourish.studio": "Flourish", "google.com": "Google Maps", "openstreetmap.org": "OpenStreetMap", "t.me": "Telegram",
    "podigee.io": "Podigee", "apple.com": "Apple Podcasts", "twitch.tv": "Twitch", "reddit.com": "Reddit", "pinterest.com": "Pinterest", "ted.com": "TED",
    "scribd.com": "Scribd", "documentcloud.org": "DocumentCloud", "streamable.com": "Streamable", "giphy.com": "Giphy", "mastodon.social": "Mastodon",
    "jwplatform.com": "Video", "jwplayer.com": "Video", "brightcove.net": "Video", "linkedin.com": "LinkedIn", "genially.com": "Genially",
}  # fmt: skip
_NO_EMBED = re.compile(r"(?i)doubleclick|googlesyndication|googletagmanager|adservice|/ads?[/.]|about:blank|recaptcha|consent|newsletter|taboola|outbrain|facebook\.com/(plugins/(like|page|share)|tr)|disqus")
_POST = {"twitter-tweet": "X", "twitter-video": "X", "instagram-media": "Instagram", "tiktok-embed": "TikTok", "bluesky-embed": "Bluesky", "fb-post": "Facebook", "text-post-media": "Threads"}


class Picture(NamedTuple):
    """A figure: where it begins among the leaves, which leaves belong to it, and what it shows."""

    order: int
    leaves: frozenset[int]
    image: Image


def _number(value: str | None) -> int:
    found = _NUMBER.match(value or "")
    return int(found[0]) if found else 0


def address(attributes: dict[str, str | None], base: str) -> str:
    """The address of a picture: the source that lazy loading keeps, the largest of a set, else the plain one; "" for inline data."""
    for name in _SOURCES:
        value = attributes.get(name)
        if not value or value.startswith("data:"):
            continue
        if "srcset" in name:
            best = max((part.split() for part in re.split(r",\s+", value) if part.strip()), key=lambda part: _number(part[-1]) if len(part) > 1 else 0, default=[""])
            value = best[0]
        found = absolute(value, base)
        if found:
            return found
    return ""


def _is_picture(leaf: Leaf) -> bool:
    """Whether an image is one to look at: not a pixel, an icon, a face beside a byline."""
    attributes = leaf.attributes
    width, height = _number(attributes.get("width")), _number(attributes.get("height"))
    if 0 < width < 90 or 0 < height < 60:
        return False
    name = words(f"{attributes.get('class') or ''} {attributes.get('id') or ''}")
    return name.isdisjoint(_NOT_PICTURE) and not (attributes.get("src") or "").endswith((".svg", ".gif"))


def _root(leaf: Leaf, limit: int) -> Frame | None:
    """The element that holds the picture and its caption: a `<figure>`, or the highest element around it that still holds little else."""
    figure = leaf.frame.within("figure")
    if figure is not None and figure.mass <= limit:
        return figure
    found = None
    frame: Frame | None = leaf.frame
    steps = 0
    while frame is not None and frame.mass <= limit and steps < 5 and frame.tag not in {"article", "main", "body", "li", "a"}:
        if frame.mass and (frame.words & _FIGURE_WORDS or frame.words & _CAPTION_WORDS):
            found = frame
            break
        frame = frame.parent
        steps += 1
    return found


def pictures(leaves: list[Leaf], base: str, taken: set[int]) -> list[Picture]:
    """The figures among *leaves*. A leaf whose order is in *taken* is running text and stands in no caption."""
    found: list[Picture] = []
    used: set[int] = set()
    for leaf in leaves:
        if leaf.kind != "image" or leaf.order in used or not _is_picture(leaf):
            continue
        root = _root(leaf, 1_000)
        mine = {leaf.order}
        texts: list[Leaf] = []
        if root is not None:
            for other in leaves[root.start : root.end] if leaves[0].order == 0 else [one for one in leaves if root.start <= one.order < root.end]:
                if other.order in used or other.order in taken:
                    continue
                mine.add(other.order)
                if other.kind == "text" and not (other.linked > 0.9 * len(other.text) and other.frame.within("figcaption") is None):
                    texts.append(other)
        used |= mine
        caption, credit = caption_and_credit(texts)
        attributes = leaf.attributes
        where = address(attributes, base)
        if not where and not caption:
            continue
        alternative = clean(attributes.get("alt") or "")
        found.append(
            Picture(
                min(mine),
                frozenset(mine),
                Image(where, caption, credit, alternative if alternative != caption else "", _number(attributes.get("width")), _number(attributes.get("height"))),
            )
        )
    return found


def caption_and_credit(texts: list[Leaf]) -> tuple[str, str]:
    """What the texts below a picture say, and who made it: told apart by class, by the credit's own words, by a trailing bracket."""
    captions: list[str] = []
    credits_: list[str] = []
    for leaf in texts:
        if leaf.frame.words & _CREDIT_WORDS and not leaf.frame.words & {"caption", "figcaption"}:
            _once(credits_, clean(leaf.text))
            continue
        caption: list[str] = []
        credit: list[str] = []
        for run in leaf.runs:
            (credit if run.name and words(run.name) & _CREDIT_WORDS and not words(run.name) & {"caption", "figcaption"} else caption).append(run.text)
        _once(credits_, clean("".join(credit)))
        text = clean("".join(caption).replace("\x00", " "))
        if _CREDIT.match(text):
            _once(credits_, text)
        elif text:
            told = _CREDIT_TAIL.match(text)
            if told:
                _once(credits_, clean(told["credit"]))
                text = clean(told["caption"])
            _once(captions, text)
    return " ".join(captions), ", ".join(name for name in (_bare(credit) for credit in credits_) if name)


def _once(texts: list[str], text: str) -> None:
    if text and text not in texts:
        texts.append(text)


def _bare(credit: str) -> str:
    """A credit without the word that introduces it and the brackets around it."""
    told = _CREDIT.match(credit)
    return clean(told["who"] if told else credit.strip("()[] |/–-"))


def embed(leaf: Leaf, base: str) -> Embed | None:
    """What the leaf embeds; None for advertising and the like."""
    attributes = leaf.attributes
    source = attributes.get("src") or attributes.get("data-src") or attributes.get("data") or attributes.get("data-url") or ""
    where = absolute(source, base)
    tag = attributes.get("") or ""
    if not where and tag not in {"video", "audio"}:
        return None
    if _NO_EMBED.search(where) or attributes.get("width") in {"0", "1"} or attributes.get("height") in {"0", "1"}:
        return None
    return Embed(_brand(where) or {"video": "Video", "audio": "Audio", "amp-video": "Video"}.get(tag, "Web"), where, clean(attributes.get("title") or attributes.get("aria-label") or ""))


def post(frame: Frame) -> str:
    """The service whose embedded post this element is, "" where it is none."""
    return next((what for name, what in _POST.items() if name in frame.name), "") if frame.name else ""


def _brand(where: str) -> str:
    name = host(where)
    while "." in name:
        if name in _BRANDS:
            return _BRANDS[name] if _BRANDS[name] != "Google Maps" or "/maps" in urlsplit(where).path else ""
        name = name.partition(".")[2]
    return ""
