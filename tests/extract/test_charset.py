import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.extract.charset import text_of, utf8_of

GERMAN = "<html lang=de><p>Die Brücke über den Fluß ist für Fußgänger gesperrt, ähnlich wie „früher“ – größer, schöner, müder.</p>"
RUSSIAN = "<p>Разводной мост закрыт для пешеходов до конца недели, сообщила администрация города в понедельник утром.</p>"
JAPANESE = "<p>姉妹都市から届いた鐘が、霧の朝に初めて鳴った。橋は閉じたままで、船だけが通る。</p>"

TAIWANESE = "<p>中文新聞：大橋關閉，行人須繞道而行，直至週末為止。市府表示歉意。</p>"
CHINESE = "<p>大桥关闭，行人须绕道而行，直到周末为止。市政府对此表示歉意。</p>"
KOREAN = "<p>다리는 주말까지 보행자에게 폐쇄된다고 시가 월요일 아침에 밝혔다.</p>"


@pytest.mark.parametrize("declared", ["", "utf-8", "iso-8859-1", "windows-1252", "nonsense"])
def test_utf8_is_utf8_whatever_is_declared(declared):
    data = (f"<meta charset='{declared}'>" + GERMAN).encode()
    assert utf8_of(data, declared) is data


@pytest.mark.parametrize("declared", ["", "utf-8", "iso-8859-1", "ISO-8859-15", "us-ascii"])
def test_cp1252_is_read_whatever_is_declared(declared):
    data = (f'<meta charset="{declared}">' + GERMAN).encode("cp1252")
    assert "Fluß ist für Fußgänger" in utf8_of(data).decode()


@pytest.mark.parametrize(
    ("text", "codec", "label"),
    [
        (RUSSIAN, "cp1251", "windows-1251"),
        (RUSSIAN, "koi8_r", "koi8-r"),
        (JAPANESE, "cp932", "shift_jis"),
        (JAPANESE, "euc_jp", "euc-jp"),
        (JAPANESE, "iso2022_jp", "iso-2022-jp"),
        (TAIWANESE, "big5", "big5"),
        (CHINESE, "gb18030", "gb2312"),
        (KOREAN, "cp949", "euc-kr"),
        ("<p>Mosty są zamknięte do końca tygodnia, łódź płynie.</p>", "iso8859_2", "iso-8859-2"),
    ],
)
def test_declared_sets(text, codec, label):
    in_meta = f'<meta http-equiv="Content-Type" content="text/html; charset={label}">' + text
    assert utf8_of(in_meta.encode(codec)).decode() == in_meta
    assert utf8_of(text.encode(codec), label).decode() == text


def test_the_transport_comes_before_meta():
    data = ('<meta charset="iso-8859-1">' + RUSSIAN).encode("cp1251")
    assert RUSSIAN in utf8_of(data, "windows-1251").decode()


@pytest.mark.parametrize(("language", "text", "codec"), [("ru", RUSSIAN, "cp1251"), ("ja-JP", JAPANESE, "cp932"), ("el", "<p>Η γέφυρα έκλεισε</p>", "cp1253")])
def test_nothing_declared_but_the_language(language, text, codec):
    data = f'<html lang="{language}">{text}'.encode(codec)
    assert text in utf8_of(data).decode()


@pytest.mark.parametrize(("text", "codec"), [(RUSSIAN * 3, "cp1251"), (JAPANESE, "cp932"), (JAPANESE, "euc_jp"), (KOREAN, "cp949"), (CHINESE, "gb18030"), (TAIWANESE, "big5"), (GERMAN.replace(" lang=de", "") * 3, "cp1252")])
def test_nothing_declared_at_all(text, codec):
    assert utf8_of(text.encode(codec)).decode() == text


def test_byte_order_marks_and_wide_bytes():
    assert utf8_of(b"\xef\xbb\xbf" + GERMAN.encode()).decode() == GERMAN
    assert utf8_of(b"\xff\xfe" + GERMAN.encode("utf-16-le")).decode() == GERMAN
    assert utf8_of(b"\xfe\xff" + GERMAN.encode("utf-16-be")).decode() == GERMAN
    assert utf8_of(GERMAN.encode("utf-16-le")).decode() == GERMAN
    assert utf8_of(GERMAN.encode("utf-16-be")).decode() == GERMAN


def test_strays_in_utf8_are_mended_and_a_cut_end_is_dropped():
    data = GERMAN.encode() + "für „gut“ ".encode() * 3 + "f\xfcr \x84so\x93".encode("latin-1") + "für".encode()[:2]
    text = utf8_of(data, "utf-8").decode()
    assert text.endswith("für „so“f")
    assert "\ufffd" not in text


def test_a_few_east_asian_characters_that_look_like_utf8():
    # U+8054 U+901A in GBK are bytes that are valid UTF-8 for something else.
    text = "<meta charset=gbk><p>\u6c49\u69f1</p>"
    data = text.encode("gb18030")
    if not data.isascii():
        assert utf8_of(data).decode() == text


@given(st.binary(max_size=400), st.sampled_from(["", "utf-8", "latin-1", "shift_jis", "gbk", "utf-16", "x"]))
def test_any_bytes_become_utf8(data, declared):
    assert utf8_of(data, declared).decode() == text_of(data, declared)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_what_is_utf8_stays(text):
    data = b"<p>" + text.encode()
    if b"\x00" not in data and b"\x1b" not in data:
        assert utf8_of(data) == data
