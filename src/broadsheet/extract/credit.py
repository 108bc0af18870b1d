"""The texts beside a picture in, its caption and who made it out: parted by class, by the credit's own words, by typography.

`caption_and_credit(texts)` reads the leaves of one picture. The words that introduce a credit, in many languages, and the agencies are data.
"""

import re

from ..text import clean
from .frames import words
from .leaves import Leaf
from .names import of

_CREDIT_WORDS = of(
    "credit credits copyright source photographer photograph author byline quelle fotograf fotocredit photocredit courtesy rights",
    "attribution agency provider owner autor auteur firma crediti creditos copy cr rechte",
)
_CAPTION_NAMES = frozenset({"caption", "figcaption", "captions"})
_CREDIT_LEAD = (
    r"(?:(?:photo|image|picture|foto|fotos|fotografie|fotografía|photographs?|bild|bilder|symbolbild|grafik|graphic|"
    r"illustration|collage|video|imagen|imagem|immagine|infografik|screenshot|kuva|bilde|foto-montage|montage|фото|"
    r"fotoğraf|ảnh|写真|사진|صورة|عکس|תמונה|摄影|攝影|zdjęcie|fot\.|nuotr\.)"
    r"(?:\s+(?:credit|by|von|courtesy|de|di|av|door|credits))*\s*[:：/|]|(?:credits?|quelle|source|fuente|fonte|bron|"
    r"copyright|crédit(?:\s+photo)?|crédito|crédits|credito|photo by|foto de|picture by|photograph by|"
    r"foto von)\s*[:/|]?\s|©|\(c\)\s|&copy;)"
)
_CREDIT = re.compile(rf"(?i)^\W{{0,2}}{_CREDIT_LEAD}\s*(?P<who>.+?)\s*$")
_LED = re.compile(_CREDIT_LEAD)  # in lower case: ten times as fast as with case ignored, and most captions have none
_LED_BY = (":", "：", "/", "|", "©", "&copy;", "(c)", "credit", "crédit", "quelle", "source", "fuente", "fonte", "bron", "copyright", *(
    "photo by", "foto de", "picture by", "photograph by", "foto von",
))  # fmt: skip
_AGENCIES = (
    r"AP|AFP|dpa|EPA|EFE|ANSA|TT|NTB|PAP|Ritzau|Reuters|Getty|Imago|imago|Keystone|Shutterstock|iStock|Alamy|Unsplash|Pexels|"
    r"Pixabay|Wikimedia|Xinhua|TASS|Bloomberg|Handout|Archiv|Photo|Foto|Picture Alliance|picture alliance"
)
_SHOW_MORE = frozenset({"show", "more"})  # the name of the control that unfolds a long caption
_BRACKET = re.compile(rf"^(?P<caption>.{{12,}}?)\s*\((?P<credit>[^()]*(?:\b(?:{_AGENCIES})\b|/)[^()]*|(?:[A-ZÀ-Ý][\w'’.\-]+ ){{1,3}}[A-ZÀ-Ý][\w'’\-]+)\)\.?$")
_AFTER = re.compile(r"^(?P<caption>.{20,}?[.!?。…][\"”“»)]?)\s*(?P<credit>[^\s.!?。,;:)](?:[^.!?。]|\.(?=\S)){1,45})$", re.DOTALL)
_DURATION = re.compile(r"\d{1,2}(?::\d\d)+(?: ?min\.?)?|\d{1,3} ?min\.?|video|audio|image|bild \d.*|foto \d.*|\d+ ?(?:/|of|von|de) ?\d+")
_CREDIT_TAIL = re.compile(rf"(?i)(?P<caption>.*?[^\s(\[])[\s|•·–—\-/]*(?P<credit>[(\[]?\s*{_CREDIT_LEAD}\s*[^()\[\]]{{2,90}}[)\]]?\.?)$")
_TAIL = 240  # characters, more than any credit with the word before it: what is matched further back takes cubic time
_SEPARATORS = " |•·–—-/"


def caption_and_credit(texts: list[Leaf]) -> tuple[str, str]:
    """What the texts below a picture say, and who made it: told apart by class, by the credit's own words, by its place at the end."""
    captions: list[str] = []
    credits_: list[str] = []
    for leaf in texts:
        text = clean(leaf.text)
        if (
            (leaf.frame.words & _CREDIT_WORDS and not leaf.frame.words & _CAPTION_NAMES)
            or credited(text)
            or (captions and len(text) <= 80 and text[-1:] not in ".!?" and len(text.split()) <= 9)
        ):
            _once(credits_, text)
        elif not _DURATION.fullmatch(text.lower()):
            _told(leaf, captions, credits_)
    return " ".join(captions), ", ".join(dict.fromkeys(name for name in (_bare(credit) for credit in credits_) if name))


def credited(text: str) -> re.Match[str] | None:
    """*text* read as a credit that begins with the word for one."""
    return _CREDIT.match(text) if is_led(text[:80].lower()) else None


def is_led(lowered: str) -> bool:
    """Whether a credit's own words stand in a text in lower case. No such words are without a sign or a stem that is found in a fraction of the time."""
    for sign in _LED_BY:
        if sign in lowered:
            return _LED.search(lowered) is not None
    return False


def _told(leaf: Leaf, captions: list[str], credits_: list[str]) -> None:
    """Part what one text says: by inline elements, then by words."""
    caption: list[str] = []
    credit: list[str] = []
    runs = [run for run in leaf.runs if not (run.name and words(run.name) >= _SHOW_MORE)]
    for run in runs:
        named = words(run.name) if run.name else frozenset[str]()
        (credit if named & _CREDIT_WORDS and not named & _CAPTION_NAMES else caption).append(run.text)
    printed = [run for run in runs if run.text.strip("\x00 \n\t\r\xa0")] or leaf.runs
    rest = printed[-1]
    if (
        not credit
        and len(printed) > 1
        and rest.name != printed[0].name
        and rest.name
        and not rest.href
        and 2 < len(rest.text.strip()) <= 80
        and rest.text.strip()[-1] not in ".!?"
    ):
        credit = [rest.text]
        caption = [run.text for run in runs if run is not rest]
    _once(credits_, clean("".join(credit)))
    text = clean("".join(caption).replace("\x00", " "))
    if credited(text) or (text[:1] == "(" and text[-1:] == ")" and len(text) < 60):
        _once(credits_, text)
        return
    head = max(0, len(text) - _TAIL)
    if not credit and is_led(text.lower()) and (led := _CREDIT_TAIL.match(text, head)):
        _once(credits_, clean(led["credit"]))
        text = clean(text[: led.end("caption")].rstrip(_SEPARATORS) if head else led["caption"])
    elif not credit and (told := _BRACKET.match(text) or _AFTER.match(text)):
        _once(credits_, clean(told["credit"]))
        text = clean(told["caption"])
    _once(captions, text)


def _once(texts: list[str], text: str) -> None:
    if text and text not in texts:
        texts.append(text)


def _bare(credit: str) -> str:
    """A credit without the word that introduces it and the brackets around it."""
    credit = credit.strip(" |/–-.:")
    if credit[:1] in "([" and credit[-1:] in ")]":
        credit = credit[1:-1]
    told = credited(credit)
    return clean(told["who"] if told else credit)
