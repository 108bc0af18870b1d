"""Character sets of old machines and new, and what a file is by its first bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.proxy import letters, media

GERMAN = "Über den Dächern stehen schöne Häuser. Die Straße führt zum Fluß, müde Männer gehen nach Süden.\n"


@pytest.mark.parametrize("name", ["utf-8", "utf-8-sig", "latin-1", "cp1252", "cp437", "utf-16"])
def test_prose_is_read_in_any_of_them(name: str) -> None:
    assert letters.text_of(GERMAN.encode(name)) == GERMAN


def test_drawings_of_a_pc_are_read() -> None:
    drawn = "╔════════════════╗\n║  GRÜSSE AN ALLE ║\n╚════════════════╝\n▒▒▒▒▒▓▓▓▓▓\n"
    assert letters.text_of(drawn.encode("cp437")) == drawn


def test_russian_and_japanese_and_quotes_are_not_taken_for_a_pcs() -> None:
    russian = "Сегодня в порту стояли три корабля, и вечером пошёл снег. Люди ждали новостей с моря. " * 5
    for name in ("cp1251", "koi8-r"):
        assert not letters.is_cp437(russian.encode(name))
    japanese = "港には三隻の船がありました。夕方に雪が降りました。" * 5
    assert letters.text_of(japanese.encode("shift_jis")) == japanese
    english = "It’s what “they” said – “never” – and that’s that. " * 9
    assert letters.text_of(english.encode("cp1252")) == english


def test_what_a_capsule_declares_holds_where_it_can() -> None:
    assert letters.text_of("Привет".encode("koi8-r"), "koi8-r") == "Привет"
    assert letters.text_of("Grüße".encode(), "us-ascii") == "Grüße"
    assert letters.text_of("Gr\u00fc\u00dfe".encode("cp437"), "IBM437") == "Grüße"
    assert letters.text_of(b"plain", "no-such-set") == "plain"


@given(st.binary(max_size=600), st.text(max_size=12))
def test_any_bytes_are_some_text(data: bytes, declared: str) -> None:
    assert isinstance(letters.text_of(data, declared), str)
    letters.is_text(data)
    media.shown_as(data)


def test_files_are_what_their_first_bytes_say() -> None:
    assert media.shown_as(b"\x89PNG\r\n\x1a\n....") == "image/png"
    assert media.shown_as(b"\xff\xd8\xff\xe0") == "image/jpeg"
    assert media.shown_as(b"RIFF\0\0\0\0WEBPVP8 ") == "image/webp"
    assert media.shown_as(b"BM" + b"\x40\0\0\0" + b"\0" * 24) == "image/bmp"
    assert media.shown_as(b"OggS\0") == "audio/ogg"
    for data in (b"<svg onload=alert(1)>", b"<html>", b"%PDF-1.7", b"", b"GIF8", b"MZ", b"<?xml"):
        assert media.shown_as(data) == ""
    assert letters.is_text(b"a\tb\r\nc\x0c")
    assert not letters.is_text(b"a\0b")
    assert not letters.is_text(bytes(range(1, 32)))
