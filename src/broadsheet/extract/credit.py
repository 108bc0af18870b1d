"""The texts beside a picture in, its caption and who made it out: parted by class, by the credit's own words, by typography.

| function | out |
|---|---|
| `caption_and_credit` | what the leaves of one picture say |
| `named` | the same of a text in which only its elements' classes part them |
| `credited` | a text that begins with the word for a credit, read as one |
| `has_credit` | whether a text has one, by class or by words |
| `ends_in_credit` | whether a text ends in what can but be a credit |
| `tells_length` | whether a text ends in the length of a film |
| `stated` | the credit at the end of a picture's own title |

The words that introduce a credit, in many languages, and the agencies are data.
"""

import re
from collections.abc import Iterator

from ..text import clean
from .frames import words
from .leaves import Leaf
from .names import of
from .words import BUTTONS

_CREDIT_WORDS = of(
    "credit credits copyright source photographer photograph author byline quelle fotograf fotocredit photocredit courtesy rights",
    "attribution agency provider owner autor auteur firma crediti creditos copy cr rechte bildrechte bildquelle bildnachweis kredit",
    "fotograaf fotografo fotografa fotoautor fotografer valokuvaaja zdroj zrodlo fuente kilde kaynak",
)
_CAPTION_NAMES = frozenset({"caption", "figcaption", "captions"})
# What is made: a sign has to follow ("Foto: …"), in between may stand a "by" ("Photo credit: …").
_MADE = (
    r"photo|photos|photography|photographs?|image|images|picture|pictures|pic|graphic|graphics|illustration|video|screenshot|screengrab|file photo|"
    r"foto|fotos|fotografie|bild|bilder|symbolbild|symbolfoto|archivbild|archivfoto|grafik|collage|montage|foto-montage|fotomontage|infografik|zeichnung|"
    r"bildquelle|bildrechte|bildnachweis|fotoquelle|fotonachweis|bild/foto|"
    r"photographie|photographe|image d['’]illustration|"
    r"fotografía|fotografías|fotógrafo|imagen|imágenes|ilustración|captura|fotografia|imagem|imagens|ilustração|reprodução|immagine|immagini|"
    r"kuva|kuvat|kuvituskuva|bilde|bildet|billede|illustrasjon|fotograf|arkivfoto|arkivbild|beeld|afbeelding|"
    r"zdjęcie|zdjęcia|ilustracja|snímek|ilustrační foto|ilustrační snímek|fotó|fénykép|fotografija|"
    r"фото|фотография|снимок|иллюстрация|світлина|снимка|fotoğraf|görsel|ảnh|hình|gambar|picha|isithombe|umfanekiso|φωτογραφία|φωτό|"
    r"fot\.|zdj\.|nuotr\.|φωτ\."
)
_MADE_UNSPACED = r"写真|画像|撮影|사진|이미지|صورة|الصورة|تصوير|عکس|תמונה|צילום|摄影|攝影|图片|圖片|फोटो|तस्वीर|ছবি|ภาพ"
# Whose it is: some need no sign ("Source AP").
_WHOSE = (
    r"credits?|quelle|source|fuente|fonte|bron|copyright|crédit(?:\s+photo)?|crédito|crédits|credito|"
    r"all rights reserved|alle rechte vorbehalten|tous droits réservés|todos los derechos reservados|tutti i diritti riservati|todos os direitos reservados"
)
_WHOSE_SIGNED = (
    r"kilde|källa|lähde|źródło|zdroj|kaynak|sumber|chanzo|nguồn|izvor|forrás|sursa|источник|джерело|πηγή|المصدر|מקור|来源|來源|出典|提供|출처|제공|स्रोत"
)
_BY = r"(?:photo|picture|image|photograph|illustration|graphic|artwork|photo illustration)s? by|foto (?:de|von)"
_SIGNED = (
    rf"(?<![^\W\d_])(?:{_MADE})(?:\s+(?:credit|by|von|courtesy|de|di|av|af|van|door|par|credits))*\s*[:：/|]|(?:{_MADE_UNSPACED})\s*[:：/|]|"
    rf"(?<![^\W\d_])(?:(?:{_WHOSE})\s*[:/|]|(?:{_WHOSE_SIGNED})\s*[:：]|(?:{_BY})\s)|©|\(c\)\s|&copy;"
)
_LEAD = rf"(?:{_SIGNED}|(?:{_WHOSE})\s)"
_LEAD_WITHIN = rf"(?:{_SIGNED}|(?:(?<=[.!?)|–—/-] )|(?<=[(|/]))(?:{_WHOSE})\s)"  # "Source AP", but "a source told the paper"
_CREDIT = re.compile(rf"(?i)^\W{{0,2}}{_LEAD}\s*(?P<who>.+?)\s*$")
_LED = re.compile(_LEAD)  # in lower case: ten times as fast as with case ignored, and most captions have none
_LED_BY = (":", "：", "/", "|", "©", "&copy;", "(c)", "credit", "crédit", "quelle", "source", "fuente", "fonte", "bron", "copyright", *(
    " by", "foto ", "eserv", "éserv", "iserv", "vorbeh",
))  # fmt: skip
_AGENCIES = (
    r"AP|AFP|dpa|DPA|EPA|EFE|ANSA|TT|NTB|PAP|APA|ANP|PTI|AAP|UPI|Ritzau|Reuters|REUTERS|Getty|Imago|imago|IMAGO|Keystone|KEYSTONE|Shutterstock|iStock|Alamy|"
    r"Unsplash|Pexels|Pixabay|Wikimedia|Xinhua|TASS|Bloomberg|Belga|BELGA|Scanpix|Lehtikuva|Kyodo|Yonhap|Anadolu|Europa Press|Hans Lucas|LaPresse|NurPhoto|"
    r"Handout|Archiv|Photo|Foto|Picture Alliance|picture alliance|picture-alliance|Adobe Stock|stock\.adobe\.com|AdobeStock|"
    r"Associated Press|ASSOCIATED PRESS|Press Association"
)
_SHOW_MORE = frozenset({"show", "more"})  # the name of the control that unfolds a long caption
_UNFOLD = re.compile(  # what it says
    r"[\s.…]*\b(?:(?:show|vis|visa|ver|leer|mostrar) )?(?:more|less|mehr|weniger|plus|moins|más|menos|mais|altro|meer|minder|mer|mindre|więcej|mniej|ещё|daha)$"
)
_AGENCY_BRACKET = re.compile(rf"(?P<caption>.{{12,}}?)\s*\((?P<credit>[^()]*\b(?:{_AGENCIES})\b[^()]*)\)\.?$")
_BRACKET = re.compile(rf"^(?P<caption>.{{12,}}?)\s*\((?P<credit>[^()]*(?:\b(?:{_AGENCIES})\b|/)[^()]*|(?:[A-ZÀ-Ý][\w'’.\-]+ ){{1,3}}[A-ZÀ-Ý][\w'’\-]+)\)\.?$")
_SQUARE = re.compile(r"^(?P<caption>.{12,}?)\s*\[(?P<credit>[^\W\d_a-z][^\[\]]{2,80})\]\.?$")
_GIVEN = re.compile(
    r"^(?P<caption>.{4,}?)[\s|,.–—-]*\b(?P<credit>(?:Submitted|Courtesy|Contributed|Provided|Handout|File|Staff|Stock) (?:photo|image|Photo|Image)s?)\.?$"
)
_COUNTER = re.compile(r"^\d{1,3} ?(?:of|/|von|de|sur|di|av|из) ?\d{1,3} ?(?=[^\W\d_a-z])")
_AFTER = re.compile(r"^(?P<caption>.{20,}?[.!?。…][\"”“»)]?)(?<!\w\.(?=[a-z0-9]))\s*(?P<credit>[^\s.!?。,;:)](?:[^.!?。]|\.(?=\S)){1,45})$", re.DOTALL)
_MARKED = re.compile(rf"^(?P<caption>.{{12,}}?)\s+[|/•·–—-]\s*(?P<credit>[^|•·–—.!?]{{0,40}}\b(?:{_AGENCIES})\b[^.!?]{{0,40}})$", re.DOTALL)
_AGENCY = re.compile(  # a credit by its form: "REUTERS/Ada Quill", "adaquill - stock.adobe.com"
    rf"(?:[^\s|/–—.!?]{{2,20}}(?: [^\s|/–—.!?]{{1,20}}){{0,2}}\s*[|/–—,-]\s*)?(?:{_AGENCIES})(?: (?:Images|Photo|Photos))?(?:\s*[|/–—,]\s*[^.!?]{{2,40}})?"
)
_LABEL_ONLY = re.compile(
    r"(?:\d{1,2}[./]\d{1,2}[./]\d{4} ?[|·•-] ?)?\d{1,2}(?::\d\d)+(?: ?min\.?)?|\d{1,3} ?min\.?|video|audio|image|menu|"
    r"(?:vor|hace|il y a|há) \d{1,2} \w+|\d{1,2} \w+ (?:ago|fa|atrás|geleden|siden|sedan|sitten|temu|назад|önce)|\d{1,2} ?(?:分|時間|小时|분|시간) ?[前전]|"
    r"live|replay|just watched|must watch|bild \d.*|foto \d.*|\d+ ?(?:/|of|von|de) ?\d+|"
    r"(?:\w+ ){0,2}\d+ (?:images|photos|pictures|bilder|fotos|imágenes|imagens|immagini|foto)"
)
_DAY = r"\b\d{1,2}[./]\d{1,2}[./]\d{4} ?"
_FILM = re.compile(rf"(?P<day>{_DAY})?[|·•(] ?\d{{1,3}}(?::\d\d){{1,2}}(?: ?(?:min|sec|sek|std|h)\.?)?\)?$")  # its day, and how long it runs
_LENGTH = re.compile(r"\d{1,3}(?::\d\d){1,2}")
_LED_WITHIN = re.compile(_LEAD_WITHIN)
_WHO = re.compile(r"\s*(?:[^()\[\]]|\([^()\[\]]{2,40}\)){2,90}[)\]]?\.?$")
_BEFORE = re.compile(r"[\s|•·–—\-/]*[(\[]?\s*(?P<agency>\b[A-Z]{2,4}\s+)?$")  # what parts a credit from its caption, and an agency: "AP Photo/"
_SIGN = re.compile(r"[^\W\d_]\s*[:：]")
_ALONE = re.compile(rf"(?i){_LEAD}\s*")
_LABEL = re.compile(rf"(?i)(?:[\s|•·–—\-/(]+|(?<=[.!?)\"”])){_LEAD}\s*$")  # the word alone, where the name stands in an element of its own
_PARTS = " |/–—-"  # what parts a caption from its credit
_LONGEST = 120  # characters of a credit of which elements around it tell
_FEWEST = 5  # words of a caption behind a label
_LABELLED = 30  # characters of a control's label: "autoplay", "weitere Videos"
_TAIL = 200  # characters, more than any credit with the word before it
_END = 8  # characters


def caption_and_credit(texts: list[Leaf], shown: str = "") -> tuple[str, str]:
    """What the texts below a picture say, and who made it: told apart by class, by the credit's own words, by its place at the end.

    *shown* is what the picture's own `alt` says: what stands behind the same words in a caption is its credit.
    """
    captions: list[str] = []
    credits_: list[str] = []
    before = ""
    for leaf in texts:
        text = clean(leaf.text)
        if before and before.startswith(_UNFOLD.sub("", text)):
            continue  # the same, cut off
        before = text
        if text.lower() in BUTTONS or _LABEL_ONLY.fullmatch(text.lower()):
            continue
        said = leaf.frame.said() if len(text) < _LONGEST else leaf.frame.words
        named = said & _CREDIT_WORDS and not said & _CAPTION_NAMES
        if named or (credited(text) and not _is_labelled(leaf)) or (captions and _is_short(text)):
            _once(credits_, text)
        elif not (captions and len(text) <= _LABELLED and text[:1].islower()):
            _told(leaf, shown, captions, credits_)
    names = list(dict.fromkeys(name for name in (_bare(credit) for credit in credits_) if name))
    if not captions and len(names) > 1 and (long := [name for name in names if len(name) >= _LONGEST]):
        captions, names = long, [name for name in names if name not in long]  # "Video: In this talk …"
    return " ".join(captions), ", ".join(name for name in names if not any(name in other for other in names if other is not name))


def named(leaf: Leaf) -> tuple[str, str]:
    """What *leaf* says of a picture and who made that, parted by the classes of its elements alone."""
    caption: list[str] = []
    credit: list[str] = []
    for run in leaf.runs:
        (credit if run.name and not words(run.name).isdisjoint(_CREDIT_WORDS) else caption).append(run.text)
    return clean("".join(caption)), _bare(clean("".join(credit)))


def _is_labelled(leaf: Leaf) -> bool:
    """Whether *leaf* begins with "Video:" or "Graphic:" as a caption does, and has its credit in an element of its own."""
    named = [bool(words(run.name) & _CREDIT_WORDS) if run.name else False for run in leaf.runs]
    said = credited(clean("".join(run.text for run, own in zip(leaf.runs, named, strict=True) if not own))) if any(named) else None
    return said is not None and len(said["who"].split()) >= _FEWEST


def _is_short(text: str, most: int = 9) -> bool:
    """Whether *text* may be a name by its form: a few words, at *most* so many, without an end, of which the first is no small one."""
    return len(text) <= 80 and text[-1:] not in ".!?" and len(text.split()) <= most and (not text[:1].islower() or _AGENCY.fullmatch(text) is not None)


def credited(text: str) -> re.Match[str] | None:
    """*text* read as a credit that begins with the word for one: `who` is the rest."""
    return _CREDIT.match(text) if is_led(text[:80].lower()) else None


def is_led(lowered: str) -> bool:
    """Whether a credit's own words stand in a text in lower case."""
    return _sought(_LED, lowered) is not None


def _sought(lead: re.Pattern[str], lowered: str) -> re.Match[str] | None:
    """The first *lead* in a text. None is without a sign or a stem that is found in a fraction of the time."""
    for sign in _LED_BY:
        if sign in lowered:
            return lead.search(lowered)
    return None


def ends_in_credit(text: str) -> bool:
    """Whether *text* ends in words that are but a credit's, or in an agency's name in brackets."""
    return bool(_parted_at_end(text)[1])


def has_credit(leaf: Leaf) -> bool:
    """Whether *leaf* has a credit, by the class of an inline element in it or by words."""
    return any(run.name and words(run.name) & _CREDIT_WORDS for run in leaf.runs) or ends_in_credit(clean(leaf.text))


def tells_length(text: str) -> bool:
    """Whether *text* ends in how long a film or a recording runs."""
    return _FILM.search(text) is not None


def stated(title: str) -> str:
    """The credit at the end of *title*, a picture's own, where a credit's words introduce it; else ""."""
    credit = _parted_at_end(clean(title))[1]
    return "" if credit.lower().startswith("video") else _bare(credit)


def _parted_at_end(text: str) -> tuple[str, str]:
    """The caption in *text* and the credit at its end that a credit's words, or brackets around an agency's name, set off; "" where there is none."""
    head = max(0, len(text) - _TAIL)
    if text[-2:].rstrip(".")[-1:] == ")" and (bracketed := _AGENCY_BRACKET.match(text, head)):
        return clean(text[: bracketed.end("caption")]), clean(bracketed["credit"])
    lowered = text[head:].lower()
    found = _sought(_LED_WITHIN, lowered) if len(lowered) == len(text) - head else None
    while found is not None:
        if _WHO.match(text, head + found.end()):
            before = _BEFORE.search(text, head, head + found.start())
            start = head + found.start() if before is None or not before["agency"] else before.start("agency")
            if caption := clean(text[: before.start() if before else start]):
                return caption, clean(text[start:].rstrip(")]." if text[start - 1 : start] in {"(", "["} else ""))
        found = _LED_WITHIN.search(lowered, found.end())
    return text, ""


def _told(leaf: Leaf, shown: str, captions: list[str], credits_: list[str]) -> None:
    """Part what one text says: by inline elements, then by words."""
    caption: list[str] = []
    credit: list[str] = []
    runs = [run for run in leaf.runs if not (run.name and words(run.name) >= _SHOW_MORE) and not _UNFOLD.fullmatch(run.text.strip().lower())]
    ended = False
    for run in runs:
        own = bool(run.name) and _is_credit(run.name)
        # "Photo by <b class=credit>Ada Quill</b> /<b>Gale via Quay Images</b>"
        # or "<b class=credit>Copyright</b> <b>Ada Quill</b>"
        ended = ended or (bool(credit) and (run.text.lstrip().startswith(("/", "|", "via ")) or _is_alone(credit)))
        if not own or not credit or _bare(clean(run.text)) not in {_bare(clean(piece)) for piece in credit}:  # once, said as "Photo: …" too
            (credit if own or ended else caption).append(run.text)
    printed = [run for run in runs if run.text.strip("\x00 \n\t\r\xa0")] or leaf.runs
    rest = printed[-1]
    if rest.name != printed[0].name and _LENGTH.fullmatch(printed[0].text.strip()):
        return  # a film's length and title: another article's
    whole = clean("".join(caption).replace("\x00", " "))
    if not credit and len(printed) > 1 and not credited(whole) and (led := _parted_at_end(whole))[1] and _SIGN.search(led[1][:_LABELLED]):
        # "Credit: <b>Ada Quill</b>/<b>Gale</b>": all behind the sign
        _once(credits_, led[1])
        _once(captions, _COUNTER.sub("", _undoubled(led[0])))
        return
    if (
        not credit
        and len(printed) > 1
        and rest.name != printed[0].name
        and rest.name
        and not rest.href
        and len(rest.text.strip()) > 2
        and not tells_length(rest.text.strip())
        and _is_short(clean(rest.text), most=20)
    ):
        credit = [rest.text]
        caption = [run.text for run in runs if run is not rest]
    text = _COUNTER.sub("", _undoubled(clean("".join(caption).replace("\x00", " "))))
    if ":" in text[-12:] and (film := _FILM.search(text)) and film["day"]:
        text = text[: film.start()].rstrip()
    if _LABEL_ONLY.fullmatch(text.lower()):
        return
    _once(credits_, clean("".join(credit)))
    if (credited(text) and not credit) or (text[:1] == "(" and text[-1:] == ")" and len(text) < 60) or _AGENCY.fullmatch(text):
        _once(credits_, text)
        return
    if credit:
        _once(captions, _unlabelled(text).rstrip(_PARTS))
        return
    caption_, credit_ = _parted(text, shown)
    _once(credits_, credit_)
    _once(captions, caption_)


def _is_credit(name: str) -> bool:
    """Whether the class *name* is a credit's: `caption-credit` may be what holds both, `caption__credit` is a caption's credit."""
    named = words(name)
    return not named.isdisjoint(_CREDIT_WORDS) and (named.isdisjoint(_CAPTION_NAMES) or not words(name.rpartition("__")[2]).isdisjoint(_CREDIT_WORDS))


def _is_alone(credit: list[str]) -> bool:
    """Whether the pieces of a *credit* say but the word for one."""
    return _ALONE.fullmatch(f"{clean(''.join(credit)).strip(' :')}: ") is not None


def _parted(text: str, shown: str) -> tuple[str, str]:
    """The caption in *text* and the credit behind it, which words, brackets, a mark or a sentence's end set off; "" where there is none."""
    caption, credit = _parted_at_end(text)
    if credit:
        return caption, credit
    if shown and text.startswith(shown) and text[len(shown) :].lstrip()[:1] in {"/", "|", "–", "—"}:
        return shown, clean(text[len(shown) :])
    told = next((told for pattern in _patterns(text) if (told := pattern.match(text))), None)
    return (clean(told["caption"]), clean(told["credit"])) if told else (text, "")


def _patterns(text: str) -> Iterator[re.Pattern[str]]:
    """The patterns of a caption with a credit behind it that *text* can be, by its end alone: each looks at every place of it."""
    end = text[-_END:].lower().rstrip(".")
    if end.endswith(")"):
        yield _BRACKET
    if end.endswith("]"):
        yield _SQUARE
    if end.endswith(("photo", "photos", "image", "images")):
        yield _GIVEN
    if end == text[-_END:].lower() and not end.endswith(("!", "?", "。")):
        yield _AFTER
    if not {*"|/•·–—-"}.isdisjoint(text[-_TAIL:]):
        yield _MARKED


def _undoubled(text: str) -> str:
    """*text* once, where it says all twice: for phones and for desks."""
    half = len(text) // 2
    return text[:half].strip() if text[:half].strip() == text[-half:].strip() else text


def _unlabelled(caption: str) -> str:
    """*caption* without the word for a credit at its end, whose name was found elsewhere."""
    bare = caption.rstrip(" .…")
    label = _LABEL.search(f"{bare} ", max(0, len(bare) - _TAIL))
    return caption[: label.start()] if label else caption


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
