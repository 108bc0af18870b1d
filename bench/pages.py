"""The sample newspaper in, the processor time of a page that does not lie ready out: made, then set in each form; and of breaking an article's lines.

    python bench/pages.py [--rounds 25]

The articles are all that have 5 to 8 kB as text; the one in the middle by time is told. Each page is set in every form of every protocol and, as a menu,
in every manner and with hyphens. Below stand pages far larger than a newspaper's, which nothing but their length may make slow, and prose in other scripts.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from msgspec.structs import replace

from broadsheet import newsroom, pages
from broadsheet.answers import reply
from broadsheet.archive import Archive
from broadsheet.archive.sqlite import open_archive
from broadsheet.manners import MANNERS
from broadsheet.model import Article, Block, Entry, FrontBlock, FrontPage, Link, Listing, ListItem, Paper, Paragraph, Span, Table, Teaser
from broadsheet.pages import Answer, Edition
from broadsheet.render import Setting, plain
from broadsheet.typeset import wrap

FORMS = {"menu": "Gopher", "gmi": "Gemini", "html": "web"}
SAID = "Die Brücke, sagte der Hafenmeister am Dienstag, werde sich „frühestens im Herbst“ wieder drehen – bis dahin fahre die Fähre nach Plan."
LARGE = Paper(key="lang", name="Das Lange", address="https://lang.example/", language="de")
PROSE = {
    "Latin": SAID,
    "Latin, em dashes and curly quotes": "The bridge—so the harbourmaster said on Tuesday—“won’t turn before autumn”; until then the ferry runs as planned. ",
    "Vietnamese": "Thủ tướng cho biết cây cầu sẽ không quay trước mùa thu; cho đến lúc đó phà vẫn chạy theo đúng kế hoạch của thành phố. ",
    "Cyrillic": "Мост, сказал во вторник начальник порта, «раньше осени» не повернётся; до тех пор паром ходит по расписанию. ",
    "Greek": "Η γέφυρα, είπε την Τρίτη ο λιμενάρχης, «πριν από το φθινόπωρο» δεν θα γυρίσει· ως τότε το πλοίο εκτελεί τα δρομολόγιά του. ",
    "Arabic": "قال مدير الميناء يوم الثلاثاء إن الجسر لن يدور قبل الخريف، وحتى ذلك الحين تسير العبّارة وفق الجدول المعتاد. ",
    "Hebrew": "הגשר, אמר מנהל הנמל ביום שלישי, לא יסתובב לפני הסתיו, ועד אז תפליג המעבורת לפי לוח הזמנים. ",
    "Hindi": "बंदरगाह के अधिकारी ने मंगलवार को कहा कि पुल शरद ऋतु से पहले नहीं घूमेगा, और तब तक नाव समय पर चलेगी। ",
    "Thai": "นายท่าเรือกล่าวเมื่อวันอังคารว่าสะพานจะไม่หมุนก่อนฤดูใบไม้ร่วง จนกว่าจะถึงเวลานั้นเรือข้ามฟากจะแล่นตามกำหนด ",
    "Japanese": "港長は火曜日、橋が「秋まで」回ることはないと述べ、それまでは渡し船が予定どおり運航すると説明した。",
    "Chinese": "港务长星期二表示，这座桥“在秋天以前”不会转动，在此之前渡轮将按计划运行，票价仍为2元。",
    "Korean": "항만장은 화요일에 다리가 “가을 전에는” 돌지 않을 것이며 그때까지 나룻배가 계획대로 운항한다고 말했다. ",
}


def large_pages(archive: Archive) -> Iterator[tuple[str, str]]:
    """A paper with pages that are larger than any newspaper's put into *archive*: what each is, and its path."""

    def spans(text: str) -> tuple[Span, ...]:
        return (Span(text),)

    said = Paragraph(spans(SAID))
    links = tuple(Link(f"https://lang.example/stueck/{number}", f"Das {number}. Stück über die Brücke", "Hafen", SAID) for number in range(1, 301))
    ticker = tuple(Entry((said,), f"2026-03-07T{number // 60:02}:{number % 60:02}:00+01:00", "Die Lage am Kai") for number in range(400))
    head = ("Viertel", "Anteil", "Stimmen", "Zuwachs")
    table = Table(tuple(tuple(map(spans, (f"Viertel {n}", f"{n % 100} %", f"{n * 37}", f"+{n % 7}"))) for n in range(200)), tuple(map(spans, head)))
    wide = Table(tuple(tuple(map(spans, (f"Viertel {n}", SAID, f"{n}", SAID))) for n in range(200)), tuple(map(spans, head)))
    dense = Paragraph(tuple(Span(f"Wort {n} ", f"https://lang.example/stueck/{n}" if n % 2 else "") for n in range(1, 601)))
    bodies: dict[str, tuple[Block, ...]] = {
        "a ticker of 400 entries": ticker,
        "a table of 200 rows": (said, table),
        "a table of 200 rows, as records": (said, wide),
        "a list of 300 entries": (said, Listing(tuple(ListItem(spans(SAID)) for _ in range(300)))),
        "300 links in one paragraph": (dense,),
        "100 kB of prose": (Paragraph(spans(" ".join([SAID] * 5))),) * 150,
    }
    archive.put_paper(LARGE)
    for link in links:
        archive.put("lang", Article(address=link.address, headline=link.headline, kicker="Hafen", teaser=SAID, language="de", date="2026-03-07", body=(said,)))
    archive.put_front("lang", FrontPage("2026-03-07T12:00:00+01:00", (FrontBlock("Hafen", links),)))
    yield "a front page of 300 articles", "/lang/"
    for number, (name, body) in enumerate(bodies.items(), 1000):
        stored = archive.put("lang", Article(address=f"https://lang.example/stueck/{number}", headline=name, language="de", date="2026-03-08", body=body))
        yield name, f"/lang/~/a/{stored.id}"


def cost(work: Callable[[], object], rounds: int) -> float:
    """Milliseconds, the median."""
    times: list[float] = []
    for _ in range(rounds):
        begun = time.thread_time()
        work()
        times.append((time.thread_time() - begun) * 1000)
    return statistics.median(times)


def costs(edition: Edition, path: str, rounds: int) -> dict[str, tuple[float, float]]:
    """Making and setting the page at *path*, by the name of the form or manner."""
    found: dict[str, tuple[float, float]] = {}
    menus = {"text": "/~/text", **{name: f"/~/{name}" for name in MANNERS}}
    for name, form, root in [*((name, form, "") for form, name in FORMS.items()), *((name, "menu", root) for name, root in menus.items())]:
        answer: Answer = pages.answer(edition, root + path)
        reply(answer, form, Setting())
        made = cost(lambda root=root: pages.answer(edition, root + path), rounds)
        found[name] = made, cost(lambda answer=answer, form=form: reply(answer, form, Setting()), rounds)
    parted = replace(Setting(), hyphenate=True)
    answer = pages.answer(edition, path)
    reply(answer, "menu", parted)
    found["Gopher, hyphens"] = found["Gopher"][0], cost(lambda: reply(answer, "menu", parted), rounds)
    return found


def row(page: str, found: dict[str, tuple[float, float]], *, head: bool = False) -> None:
    """Print what a page costs: made, and made in the root of a manner; then set in each form."""
    if head:
        names = ["page", "made", "in a manner", *found]
        print(f"| {' | '.join(names)} |\n|{'---|' * len(names)}")
    numbers = [found["Gopher"][0], found["latin1"][0], *(done for _, done in found.values())]
    print(f"| {page} | {' | '.join(f'{number:.2f}' for number in numbers)} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=25)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder, open_archive(Path(folder), write=True) as archive:
        newsroom.import_sample(archive)
        edition = pages.mounted(archive)
        paths = {block.link.address for block in pages.answer(edition, "/").page.main if isinstance(block, Teaser) and block.link.address.startswith("/")}
        sized = [path for path in paths if 5_000 <= len(plain.render(pages.answer(edition, path).page, Setting()).encode()) <= 8_000]
        print(f"Making a page, and setting it in each form ({len(sized)} articles, {rounds} rounds, ms)\n")
        row("front page", costs(edition, "/", rounds), head=True)
        measured = [costs(edition, path, rounds) for path in sized]
        middle = {name: sorted((one[name] for one in measured), key=sum)[len(measured) // 2] for name in measured[0]}
        row("article, 5 to 8 kB", middle)
        row("the slowest of them", {name: max((one[name] for one in measured), key=sum) for name in middle})
        for name, path in large_pages(archive):
            size = len(plain.render(pages.answer(edition, path).page, Setting()).encode())
            row(f"{name}, {size // 1000} kB", costs(edition, path, max(rounds // 5, 1)))
        print("\nBreaking the lines of 6 kB, and of 6,000 characters (ms)\n\n| prose | 6 kB | 6,000 characters |\n|---|---|---|")
    for name, said in PROSE.items():
        text = (said * 8).strip()
        letters, size = len(text), len(text.encode())
        once = cost(lambda text=text: wrap(text, 75), rounds)
        print(f"| {name} | {once / size * 6000:.2f} | {once / letters * 6000:.2f} |")


if __name__ == "__main__":
    main()
