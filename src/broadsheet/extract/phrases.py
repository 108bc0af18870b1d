"""A short text in, what kind of phrase it begins with out: what papers say around their articles, by language. Data, no code worth the name.

| kind | what |
|---|---|
| `also` | a link to another article stands behind it: "Read also", "Lesen Sie auch", "Les også", an arrow |
| `letter` | an appeal: newsletter, subscription, app, channel |
| `correction` | the paper's own note of what it changed |
| `rights` | copyright, agency, "all rights reserved" |
| `consent` | what stands in the place of an embed that waits for consent |
"""

import re
from functools import lru_cache
from typing import Final

_KINDS: Final = {
    "also": (
        "read also|read more|read next|also read|see also|more on this|more on|more from|related|related articles?|"
        "related stories|related:|recommended|don't miss|watch|watch:|listen|must read|"
        "lesen sie auch|lesen sie (?:hier|dazu|mehr|jetzt)|mehr zum thema|mehr dazu|mehr lesen|auch interessant|"
        "das könnte sie auch|hier (?:mehr|geht|lesen|finden)|weitere (?:infos|artikel)|zum thema|siehe auch|"
        "passend dazu|"
        "lire aussi|à lire aussi|lisez aussi|voir aussi|à lire|sur le même sujet|lea también|lee también|leer más|"
        "más información|te puede interesar|vea también|ver también|"
        "leggi anche|leggi|guarda anche|approfondisci|vedi anche|leia também|leia mais|saiba mais|veja também|lees ook|"
        "lees meer|bekijk ook|les også|les mer|se også|läs också|läs mer|läs även|se även|"
        "læs også|læs mere|lue myös|katso myös|lue lisää|czytaj także|czytaj też|czytaj więcej|przeczytaj także|"
        "zobacz też|zobacz także|czytaj również|zobacz również|"
        "читайте также|читать также|смотрите также|по теме|читайте:|ilgili haber|ayrıca okuyun|baca juga|lihat juga|"
        "simak juga|אולי יעניין|اقرأ أيضا|اقرأ أيضاً|इसे भी पढ़ें|ये भी पढ़ें|यह भी पढ़ें|"
        "関連記事|あわせて読みたい|관련기사|관련 기사|相关阅读|延伸阅读|"
        "more:|most (?:read|popular|viewed)|trending|weiterlesen|meistgelesen|weitere (?:videos|nachrichten|themen)|mehr (?:videos|nachrichten)|"
        "les plus lus|los más leídos|lo más leído|i più letti|le più lette|(?:as )?mais lidas|meest gelezen|mest leste?|mest lästa?|mest læste?|"
        "luetuimmat|najczęściej czytane|самое читаемое|en çok okunan|terpopuler"
    ),
    "letter": (
        "sign up|subscribe|newsletter|get (?:the|our)|join (?:our|the|us)|follow (?:us|our)|download (?:the|our)|"
        "support (?:our|us)|like this (?:story|article)|for more stories like this|get in touch with our|got a story|register|log in|"
        "already a (?:member|subscriber|reader|user)|become a (?:\\w+ )?(?:member|subscriber|supporter|patron|friend of|contributor)|"
        "newsletter|abonnieren|jetzt abonnieren|melden sie sich|folgen sie|jetzt anmelden|hier anmelden|testen sie|"
        "mit (?:dem|unserem) newsletter|abonnez-vous|inscrivez-vous|suscríbete|suscribete|"
        "iscriviti|assine|inscreva|abonneer|meld je aan|abonner|prenumerera|tilmeld|zapisz się|подпишитесь|подписывайтесь|abone ol|whatsapp|telegram"
    ),
    "correction": (
        "correction|clarification|editor[’']s note|korrektur|berichtigung|richtigstellung|anm(?:erkung)?\\.? der red|"
        "rectificatif|corrección|errata|rettelse|rättelse|rectificatie|correzione|sprostowanie|in einer früheren (?:version|"
        "fassung)|an earlier version"
    ),
    "rights": (
        "©|\\(c\\)|copyright|all rights reserved|alle rechte|tous droits|todos los derechos|<copyright|無断|무단|\\bdpa\\b|"
        "mit (?:agentur)?material|quellen?:|source:|fuente:|fonte:"
    ),
    "consent": (
        "an dieser stelle|für die darstellung|externer inhalt|empfohlener externer|dieser (?:inhalt|beitrag) (?:wird|ist|kann)|"
        "mit dem laden (?:des|der)|by loading (?:the|this)|en chargeant|al cargar|caricando (?:il|questo)|"
        "this content|ce contenu|este contenido|to view this|we need your|wir benötigen ihre|mit ihrer zustimmung"
    ),
}
# The first three signs of each phrase, and of the parts of some: most texts begin otherwise, which is far cheaper to tell.
_STARTS: Final = frozenset(phrase.removeprefix(r"\b")[:3] for phrases in _KINDS.values() for phrase in phrases.split("|"))
_WHOLE: Final = r"(?!(?<=[a-zà-öø-ÿа-яё])[^\W\d_])"  # "Watch" begins no "Watchdogs": with letters that part words by spaces, a phrase ends with its word
_START: Final = re.compile(r"\W{0,4}(?:" + "|".join(f"(?P<{kind}>(?:{phrases}){_WHOLE if kind == 'also' else ''})" for kind, phrases in _KINDS.items()) + ")")

_WALL: Final = re.compile(
    r"jetzt (?:weiterlesen|freischalten|testen)|weiterlesen mit|gehört zum angebot|diese[nr] artikel (?:ist|"
    r"lesen)|mit (?:einem )?(?:\w+-)?abo|nur für abonnent|kein (?:gültiges|aktives) abo|subscribe to (?:read|continue)|to continue reading|"
    r"subscribers? only|already a subscriber|(?:continue|keep) reading with|(?:un|full )limited access to (?:all|every|our)|unlimited access|"
    r"réservé aux abonnés|il vous reste|contenido exclusivo|suscríbete para|contenuto riservato|per gli abbonati|"
    r"alleen voor abonnees|kun for abonnenter|for abonnenter|endast för prenumeranter|tylko dla (?:prenumeratorów|"
    r"subskrybentów)|материал доступен|有料会員限定|この記事は有料|この記事は会員限定|続きを読むには|残り\d+文字"
)

_NOTICE: Final = re.compile(
    r"(?i)\b(?:affiliate[- ]links?|affiliate[- ]programm?e?|may (?:earn|receive) (?:a|an affiliate|some)? ?(?:commissions?|compensation)|"
    r"earn (?:a|an affiliate) commission|special offer for \w+(?: \w+)? readers|liens? affiliés?|enlaces? de afiliados?|link di affiliazione|"
    r"links? de afiliados|affiliate-?länk(?:ar)?|annonselenker)\b"
)
_SIGN_UP: Final = re.compile(
    r"\b(?:sign|subscri|regist|anmeld|abonn|inscri|inscrev|suscri|iscri|assin|meld je|schrijf|prenumer|tilmeld|tilaa|zapisz|abone|подпи)"
)
_OFFER: Final = re.compile(
    r"subscri(?:be|bing) (?:now|today|here)|(?:get|take out|buy|start) (?:a|your) (?:free |digital )*subscription|by subscribing to|"
    r"support (?:our|independent|quality|local) (?:\w+ )?journalism|jetzt abonnieren|jetzt spenden|"
    r"unterstützen sie (?:uns|unabhängigen|unseren|den unabhängigen)|donate now|soutenez[- ](?:nous|notre)|apoya (?:nuestro|el) periodismo|"
    r"sostieni (?:il nostro|il) giornalismo|apoie o (?:nosso )?jornalismo|steun onze journalistiek|abonnez-vous|suscríbete|abbonati|assine (?:já|agora)"
)
_ARROWS: Final = frozenset("→▶►➔➜➤⇒")
# In lower case; no notice is without one of them, and they are found in a twentieth of the time.
_NOTICE_STEMS: Final = ("fili", "commission", "compensation", "special offer", "annonselenk")
_ALSO: Final = re.compile(rf"\W{{0,4}}(?:{_KINDS['also']})\s*[:：–|]\s*(?P<rest>\S.*)", re.IGNORECASE)


def is_notice(text: str) -> bool:
    """Whether *text* is about what the paper earns by links, or offers a subscription to its readers."""
    lowered = text.lower()
    for stem in _NOTICE_STEMS:
        if stem in lowered:
            return _NOTICE.search(text) is not None
    return False


def is_letter(text: str) -> bool:
    """Whether *text* asks to sign up to a newsletter or a channel, wherever in it."""
    lowered = text.lower()
    return ("newsletter" in lowered or "whatsapp" in lowered) and _SIGN_UP.search(lowered) is not None


def is_offer(text: str) -> bool:
    """Whether *text* offers a subscription, or asks for support of the paper."""
    return _OFFER.search(text.lower()) is not None


def unlabelled(headline: str) -> str:
    """*headline* of a link without the words "Read also:" before it."""
    found = _ALSO.fullmatch(headline)
    return found["rest"] if found else headline


def is_wall(text: str) -> bool:
    """Whether *text* says that the rest is for subscribers."""
    return _WALL.search(text.lower()) is not None


def kind(text: str) -> str:
    """The kind of phrase that *text* begins with, "" for none."""
    if text[:1] in _ARROWS:
        return "also"
    beginning = text[:60].lower()
    return "" if beginning[:3] not in _STARTS and beginning[:1].isalnum() and beginning[:2] not in _STARTS else _kind(beginning)


@lru_cache(maxsize=4096)
def _kind(beginning: str) -> str:
    """Asked several times of each text of a page: the answer is kept for a while."""
    found = _START.match(beginning)
    return found.lastgroup or "" if found else ""
