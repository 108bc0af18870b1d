"""The outline of a front page in, the paper's sections out: name and address, in the order of its navigation. Plain functions.

| evidence that a link of the navigation leads to a section | |
|---|---|
| articles lie under its address | `/politik/` and `/politik/bruecke-1.html` |
| feeds name it as the category of articles | `<category>Politik</category>` |
| it stands in the navigation that holds most such links, and its address is made like theirs | |

Where nothing is evidence (addresses of articles that name no section), it is the navigation with most links of one make. Words of service
(`_SERVICE`) are no sections, but where the paper's own feeds put articles under that very name. That articles lie under such an address is no proof:
they do under `/archiv/`, `/video/`, `/ticker/` of papers that have no such section.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from .. import address as addresses
from ..text import fold
from .lists import Sites
from .outline import Anchor, Outline

MOST = 40
_LONGEST = 40
_LOOKED = 500  # links that are compared with each other
_DEEPEST = 12  # folders of an article's address
_SERVICE = frozenset(
    word.strip()
    for word in """
    start, startseite, home, homepage, front page, accueil, inicio, portada, prima pagina, voorpagina, forside, etusivu, головна, главная, الرئيسية
    abo, abos, abonnement, abonnements, abonnieren, abonnez-vous, s'abonner, suscribirse, suscripciones, abbonati, abbonamenti, abonneren, subscribe
    subscription, subscriptions, prenumerera, login, log in, log ind, logg inn, logga in, anmelden, einloggen, registrieren, sign in, sign up, register
    connexion, se connecter, iniciar sesión, accedi, inloggen, mein konto, my account, account, profil, konto, mi cuenta
    newsletter, newsletters, e-paper, epaper, e-paper lesen, digital edition, print edition, app, apps, shop, store, tienda, boutique, tickets
    podcast, podcasts, podcasty, podkasty, podcaster, подкасты, подкасти, prenumerata, abonnement, abone ol, подписка, вход, войти, zaloguj, kirjaudu,
     video, videos, tv, mediathek, audio, radio, livestream, live tv, bilder, fotos, photos, galerie, galerien, gallery
    kontakt, contact, contact us, contacto, contatti, impressum, datenschutz, privacy, agb, terms, cookies, hilfe, help, faq, über uns, about, about us
    quiénes somos, chi siamo, à propos, suche, search, buscar, recherche, cerca, zoeken, jobs, karriere, careers, stellenmarkt, stellenanzeigen
    anzeigen, anzeigen aufgeben, mediadaten, advertise, werbung, kleinanzeigen, immobilien, partnerschaften, trauer, trauerportal, traueranzeigen
    archiv, archive, archives, hemeroteca, archivio, spiele, games, rätsel, puzzles, crossword, crosswords, sudoku, jeux, horoskop, horoscope
    wetter, weather, météo, tiempo, meteo, tv-programm, fernsehprogramm, lotto, lottozahlen, mehr, more, alle, all, menü, menu, weiter, übersicht
    ticker, newsticker, liveticker, latest, latest news, newest, neueste, neueste nachrichten, schlagzeilen, meistgelesen, most read, top stories
    spenden, donate, unterstützen, support us, facebook, twitter, instagram, youtube, rss, whatsapp, telegram, linkedin, tiktok, themen, topics, tags
    """.replace("\n", ",").split(",")
    if word.strip()
)


def sections(page: Outline, articles: Iterable[str], categories: Iterable[str], others: Iterable[str] = ()) -> tuple[tuple[str, str], ...]:
    """The sections that the navigation of *page* (the front page) names, in its order.

    *articles* are addresses of articles, *categories* the names under which feeds put them, *others* addresses that are no sections.
    """
    named = {fold(category) for category in categories}
    links = _candidates(page, {addresses.comparable(each) for each in others}, _SERVICE - named)
    folders = {folder for article in articles for folder in _folders(addresses.comparable(article))}
    proven = [link for link in links if fold(link.text) in named or _folder(link) in folders]
    if proven:
        main = Counter(link.menu for link in proven).most_common(1)[0][0]
        makes = {_make(link.address) for link in proven if link.menu == main}
        sure = {link.address for link in proven}
        chosen = [link for link in links if link.address in sure or (link.menu == main and _make(link.address) in makes)]
    else:
        counts = Counter((link.menu, _make(link.address)) for link in links)
        best = max(counts, key=lambda known: (counts[known], -known[0]), default=(0, ""))
        chosen = [link for link in links if (link.menu, _make(link.address)) == best] if counts[best] >= 2 else []
    return tuple((link.text, link.address) for link in _without_parts(chosen[:_LOOKED])[:MOST])


def _candidates(page: Outline, others: set[str], service: frozenset[str]) -> list[Anchor]:
    """The links of the navigation that may lead to sections: on this site, shortly named, not by a word of *service*, each address and each name once."""
    sites = Sites(page.address)
    home = addresses.comparable(page.address)
    seen: set[str] = {home, *others}
    names: set[str] = set()
    found: list[Anchor] = []
    for link in page.anchors:
        where, name = addresses.comparable(link.address), fold(link.text)
        if not link.menu or link.place == "footer" or where in seen or name in names or name in service:
            continue
        if not 2 <= len(link.text) <= _LONGEST or not sites.has(link.address) or addresses.local(link.address) == "/":
            continue
        seen.add(where)
        names.add(name)
        found.append(link)
    return found


def _folder(link: Anchor) -> str:
    """What the addresses begin with of articles that lie under that of *link*."""
    return f"{addresses.comparable(link.address).removesuffix('.html').removesuffix('/index')}/"


def _folders(article: str) -> Iterator[str]:
    """What the comparable address *article* begins with, up to each of its first slashes."""
    place = -1
    for _ in range(_DEEPEST):
        place = article.find("/", place + 1)
        if place < 0:
            return
        yield article[: place + 1]


def _make(address: str) -> str:
    """How an address is made: the number of its steps, the ending of the last, the names in its query."""
    path, _, query = addresses.local(address).partition("?")
    steps = [step for step in path.split("/") if step]
    last = steps[-1] if steps else ""
    mark = "!" if "!" in last else "." + last.rpartition(".")[2] if "." in last else ""
    return f"{len(steps)}{mark}?{'&'.join(sorted(part.partition('=')[0] for part in query.split('&')))}"


def _without_parts(links: list[Anchor]) -> list[Anchor]:
    """*links* without those that lie under another of them: parts of a section."""
    tops = [f"{addresses.comparable(link.address)}/" for link in links]
    return [link for link in links if not any(addresses.comparable(link.address).startswith(top) for top in tops)]
