"""Pages looked through one after the other hold what each holds by itself."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from broadsheet.archive import skimming
from broadsheet.archive.skimming import Skimmer
from broadsheet.archive.traces import Traces

from .invented import article

TEXT = "Die Kellerasselkommission tagte im Verborgenen, wie Protokolle aus dem Rathauskeller zeigen."
SCRIPT = "地下室の議事録によれば委員会は秘密裏に会合を開いていたことが明らかになった"
PLACE = "/politik/ein-fall/!100007/"
TRACES = Traces([article(7, TEXT), article(7, SCRIPT)], [f"blatt.example{PLACE}"])

# What pages are made of: pieces of the text that hold no part alone, at the edges of longer ones too, and tags between them.
HALF, OTHER = TEXT[:24], TEXT[24:48]
LONG = "Ein langer Satz, der in allen Seiten dieses Blattes steht und mehr Buchstaben hat als zwei Teile."
OWN = (HALF, OTHER, f"<div>{LONG}{HALF}", f"<div>{OTHER}{LONG}</div>", f"<p>{HALF}</p>", f"<p>{OTHER}</p>", TEXT[:16], TEXT[16:32], TEXT[32:48])
MARKS = ("<div>", "</div>", "<p>", "<p></p>", "<div>x</div>", "<b>", "<", ">", "&lt;p&gt;", "&uuml;", "&shy;", "\\u003cb\\u003e", "é", f"<div>{LONG}</div>")
WHOLE = (TEXT, SCRIPT, SCRIPT[:9], SCRIPT[9:18], PLACE, PLACE[:9], f'<p class="{TEXT}">')
PAGE = st.lists(st.sampled_from(OWN) | st.sampled_from(MARKS) | st.sampled_from((*OWN, *MARKS, *WHOLE)), max_size=8).map("".join)


@given(st.lists(PAGE, min_size=1, max_size=8))
@example([f"<p>{HALF}</p>", f"<div>{OTHER}</div>", f"<p>{HALF}</p><div>{OTHER}</div>"])
@example([f"<p>{TEXT}</p>", f"<p>{TEXT}</p>"])
@example([f"<div>{LONG}{HALF}", f"<div>{OTHER}{LONG}", f"<div>{LONG}{HALF}<div>{OTHER}{LONG}"])
@example([f"<p>{TEXT[:16]}", f"<p>{TEXT[16:32]}<p>{LONG}", f"<p>{TEXT[:16]}<p>{LONG}", f"<p>{TEXT[:16]}<p>{TEXT[16:32]}<p>{TEXT[32:48]}<p>{LONG}"])
@example([f"<p>{TEXT[:16]}<p>{TEXT[16:28]}", f"<p>{TEXT[16:28]}<p>{TEXT[28:48]}", f"<p>{TEXT[:16]}<p>{TEXT[16:28]}<p>{TEXT[28:48]}"])
@example([f"<div>{HALF}<p>", "<p></p><div></div><div>x</div>", f"<div>{OTHER}</div>", f"<div>{HALF}<p></p><div></div><div>{OTHER}</div>"])
@example([f"<p>{LONG}{HALF}<p>{LONG}</p>", f"<p>{LONG}</p><p>{OTHER}{LONG}", f"<p>{LONG}neu<p>{LONG}{HALF}<p>{LONG}</p><p>{OTHER}{LONG}<p>alt"])
def test_a_page_holds_what_it_holds_by_itself(pages: list[str]):
    skimmer = Skimmer(TRACES)
    assert [skimmer.holds(page.encode()) for page in pages] == [TRACES.in_page(page.encode()) for page in pages]


@given(st.lists(PAGE, min_size=1, max_size=30))
def test_so_it_does_when_little_is_remembered(pages: list[str]):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(skimming, "_REMEMBERED", 60)
        patch.setattr(skimming, "_LONGEST", 2)
        skimmer = Skimmer(TRACES)
        assert [skimmer.holds(page.encode()) for page in pages] == [TRACES.in_page(page.encode()) for page in pages]


def test_what_was_looked_through_is_not_looked_through_again(monkeypatch: pytest.MonkeyPatch):
    looked: list[str] = []
    monkeypatch.setattr(skimming, "letters_of", lambda piece, real=skimming.letters_of: looked.append(piece) or real(piece))
    skimmer = Skimmer(TRACES)
    frame = "<nav>Politik Kultur Sport Wissen Medien Reise Leben</nav><div>Ein langer Satz, der in allen Seiten dieses Blattes steht.</div>"
    for number in range(3):
        assert not skimmer.holds(f"<title>Seite {number}</title>{frame}".encode())
    assert [piece.startswith("<title>") for piece in looked].count(True) == 3
    assert len(looked) == 5 + 1  # the empty beginning, the titles, the menu, the sentence


@pytest.mark.parametrize("charset", ["", "iso-8859-1", "utf-16-le", "x-unknown"])
def test_pages_in_other_character_sets_are_read_as_ever(charset: str):
    codec = charset if charset not in {"", "x-unknown"} else "latin-1"
    page = f"<div>Größe</div><p>{TEXT}</p>".encode(codec)
    assert Skimmer(TRACES).holds(page, charset) == TRACES.in_page(page, charset)


def test_a_page_of_nothing_but_borders_takes_no_more_than_its_length():
    assert not Skimmer(TRACES).holds(b"<p>" * 200_000)
