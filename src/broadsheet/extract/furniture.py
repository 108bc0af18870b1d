"""The texts taken for the article's in, the same without the page's furniture out: labels of adverts and buttons, paths to the article, rows
of networks to share it on and of other articles' headlines, what asks for a click before an embed is loaded, appeals and walls at its end, the comments
below it, the line of the copyright and what follows that.
"""

import re
from typing import Final

from . import phrases, words
from .leaves import Leaf

_COMMENTS: Final = re.compile(
    r"(?:(?:top|best|rated|recent|latest|most|popular|all|new|reader|readers|user|view|show|community|\d{1,4}) ){0,4}"
    r"(?:leser|nutzer)?(?:comments?|kommentare?|kommentarer|commentaires?|comentarios|comentários|commenti|reacties|"
    r"komentarze|komentáře|комментарии|коментарі|σχόλια|yorumlar|komentar|bình luận|コメント|评论|留言|댓글|تعليقات|תגובות|टिप्पणियां)(?:\s*\(?\d{0,4}\)?)\W*"
)
_COPYRIGHT: Final = re.compile(
    r"\W{0,2}(?:©|ⓒ|\(c\)\s|copyright\b|all rights reserved|alle rechte vorbehalten|tous droits réservés|todos los derechos|"
    r"무단\s*(?:전재|복제|배포|사용|도용|수집)|저작권)"
)
_SENTENCE: Final = re.compile(  # "© stands on the stone, and nobody knows why."
    r"\W{0,2}(?:©|ⓒ|\(c\)|copyright)\s+(?!by\b|protected\b)([^\W\d_])\D{30,}[.!?]", re.IGNORECASE
)
_RIGHTS: Final = re.compile(r"\brights?\b|permission|reserved|vorbehalten|rechte\b|genehmigung|droits|derechos|diritti|direitos|rechten|rettigh|rättigh")
_CONSENT: Final = re.compile(
    "accept|consent|agree|privacy|personali|partner|zustimm|einwillig|akzept|datenschutz|acept|accett|accord|samtyck|samtykke|toestemming|zgod"
)
_LOAD: Final = re.compile("click|klick|load|laden|display|anzeig|zeigen|darstellung|affich|cargar|mostrar|visualizz|bekijk|tonen|vis ")
_NETWORKS: Final = (words.NETWORKS - {"follow", "folgen", "x"}) | {"pinterest", "reddit", "messenger", "xing", "pocket", "vk", "flipboard"}
_PATH: Final = frozenset({"breadcrumb", "breadcrumbs", "brotkrumen", "migas", "ariane"})
_LABELS: Final = words.ADVERT | words.BUTTONS
_READING: Final = re.compile(  # "Lesezeit: 4 Minuten", "4 min read"
    r"\W{0,3}(?:estimated |geschätzte )?(?:reading time|lesezeit|lesedauer|temps de lecture|tiempo de lectura|tempo di lettura|tempo de leitura|leestijd|"
    r"lesetid|lästid|læsetid|lukuaika|czas czytania|время чтения|okuma süresi)\W{0,4}(?:ca|about|circa)?\W{0,2}\d{1,3}[^.!?]{0,15}|"
    r"\W{0,3}\d{1,3}[ -]?min(?:ute)?s?\.? (?:read|lesezeit|lesedauer|de lecture|de lectura|di lettura|de leitura)\W{0,2}"
)
_FOLLOW: Final = re.compile(  # "Follow the Bote on Facebook"
    r"(?:you can )?(?:follow|folgen|folge|suivez|sigue|seguici|segui|volg|følg|följ|seuraa|obserwuj)\b.{0,60}\b"
    r"(?:facebook|twitter|instagram|google news|youtube|whatsapp|telegram|tiktok|linkedin|bluesky|mastodon|threads)\b"
)
_UNFILLED: Final = re.compile(  # what the page's maker fills in: "$$AD$$", "{{ title }}", "[ad_1]", "[embed id=7]"
    r"\$\$\w+\$\$|%%[\w.:]+%%|\{\{[^{}]*\}\}|\{%[^{}]*%\}|<%[^<>]*%>|\[/?\w+_\w+(?: [^\]]*)?\]|\[\w+ \w+=[^\]]*\]"
)
_ENDS: Final = ".!?…:;,\"”»"
_SPEECH: Final = "—―«„“「『"  # what a line of somebody's words begins with
_MARKS: Final = " -–—*·•|[]()"
_MOST: Final = 12  # words of a row of networks
_SHORT: Final = 60  # characters of a label
_LINE: Final = 300  # characters of an appeal or of an imprint's line
_ENOUGH: Final = 250  # characters of text above what is taken for comments' heading
_BANNER: Final = 700  # characters of a banner about cookies
_NOTICE: Final = 500  # characters of a notice of what the paper earns
_EDGE: Final = 3  # texts at either end among which it may stand
_LAST: Final = 3  # texts at the end that may be appeals
_IMPRINT: Final = 6  # short lines that may follow the copyright's


def without(roles: dict[int, str], leaves: list[Leaf]) -> dict[int, str]:
    """*roles*, by the order of *leaves*, without furniture."""
    kept = [order for order in sorted(roles) if not _is_label(leaves[order].text) and leaves[order].frame.words.isdisjoint(_PATH)]
    kept = [order for at, order in enumerate(kept) if not ((at < _EDGE or at >= len(kept) - _EDGE) and _is_consent(leaves[order].text))]
    kept = _without_headlines(kept, roles, leaves)
    kept = _above_comments(kept, roles, leaves)
    kept = _above_copyright(kept, leaves)
    for _ in range(_LAST):
        if not kept or not _is_appeal(leaves[kept[-1]].text):
            break
        kept.pop()
    return {order: roles[order] for order in kept if not _is_remark(leaves[order].text)}


def _is_remark(text: str) -> bool:
    """Whether *text* says what the paper earns by links, or asks for a click before it shows what another site has."""
    if len(text) >= _BANNER:
        return False
    if phrases.kind(text) == "consent":
        lowered = text.casefold()
        return _CONSENT.search(lowered) is not None and _LOAD.search(lowered) is not None
    return len(text) < _NOTICE and phrases.is_notice(text)


def _is_label(text: str) -> bool:
    """Whether *text* says that an advert stands there, is what a button says, how long it takes to read, names networks to share the article on,
    or is a place never filled.
    """
    if len(text) >= 2 * _SHORT:
        return False
    lowered = text.casefold()
    if lowered.rstrip(".!") in words.NOTES:
        return True
    if text[-1] in _ENDS:
        return False
    said = lowered.split()
    if _READING.fullmatch(lowered) or _UNFILLED.fullmatch(text):
        return True
    return lowered.strip(_MARKS) in _LABELS or (len(said) <= _MOST and sum([word in _NETWORKS for word in said]) > 1)


def _is_consent(text: str) -> bool:
    """Whether *text* asks to be allowed to set cookies."""
    lowered = text[:_BANNER].casefold()
    return len(text) < _BANNER and "cookie" in lowered and _CONSENT.search(lowered) is not None


def _without_headlines(orders: list[int], roles: dict[int, str], leaves: list[Leaf]) -> list[int]:
    """*orders* without rows of headings that are all link, other articles' headlines, and the heading above such a row."""
    heads = [roles[order] == "subhead" for order in orders]
    linked = [head and leaves[order].linked >= 0.9 * len(leaves[order].text) for head, order in zip(heads, orders, strict=True)]
    if not any(linked):
        return orders
    row = [one and (before or after) for one, before, after in zip(linked, [False, *linked], [*linked[1:], False], strict=False)]
    above = [head and after for head, after in zip(heads, [*row[1:], False], strict=True)]
    return [order for order, *gone in zip(orders, row, above, strict=True) if not any(gone)]


def _above_comments(orders: list[int], roles: dict[int, str], leaves: list[Leaf]) -> list[int]:
    """*orders* up to a heading that says that comments follow."""
    mass = 0
    for at, order in enumerate(orders):
        text = leaves[order].text
        if len(text) < _SHORT and mass >= _ENOUGH and roles[order] == "subhead" and _COMMENTS.fullmatch(text.casefold()):
            return orders[:at]
        mass += len(text)
    return orders


def _above_copyright(orders: list[int], leaves: list[Leaf]) -> list[int]:
    """*orders* up to the line of the copyright, which few short ones follow."""
    for at in range(max(1, len(orders) - _IMPRINT), len(orders)):
        if all(len(leaves[order].text) < _LINE for order in orders[at:]) and _is_copyright(leaves[orders[at]].text):
            return orders[:at]
    return orders


def _is_copyright(text: str) -> bool:
    """Whether *text* is the line of the copyright, and no sentence about one: that goes on in small letters, and names neither year nor rights."""
    lowered = text.casefold()
    if not _COPYRIGHT.match(lowered):
        return False
    sentence = _SENTENCE.fullmatch(text)
    return sentence is None or not sentence[1].islower() or _RIGHTS.search(lowered) is not None


def _is_appeal(text: str) -> bool:
    """Whether *text* at the end says that the rest is for subscribers, or asks the reader to become one; what somebody says is neither."""
    if len(text) >= _LINE or text[0] in _SPEECH:
        return False
    if phrases.is_wall(text) or phrases.is_letter(text) or phrases.is_offer(text) or _FOLLOW.match(text.casefold()):
        return True
    return len(text) < _LINE // 2 and phrases.kind(text) == "letter"
