"""Pages that browsers saved as one file (MHTML): the page comes out as it went in, and nothing else is taken for one."""

import email.policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.gather import mhtml
from broadsheet.gather.files import captures
from broadsheet.model import Capture

ADDRESS = "https://bote.example/hafen/m%C3%B6we-7.html"
PAGE = "<!doctype html><title>Möwe = Vogel</title>\r\n<p>" + "Die Möwe – sie fliegt. " * 20 + "</p>"


def saved(html: str, coding: str = "quoted-printable", charset: str = "utf-8", before: int = 0) -> bytes:
    """A file as Python's mail library writes one."""
    whole = EmailMessage(policy=email.policy.SMTP)
    whole["Snapshot-Content-Location"] = ADDRESS
    whole["Subject"] = "Möwe"
    whole["MIME-Version"] = "1.0"
    whole.make_related()
    for number in range(before):
        whole.add_related(b"body {}", "text", "css", cid=f"<{number}>")
    part = EmailMessage(policy=email.policy.SMTP)
    part.set_content(html, subtype="html", charset=charset, cte=coding)
    part["Content-Location"] = "cid:frame"
    whole.attach(part)
    whole.add_related(b"\x89PNG", "image", "png")
    return whole.as_bytes()


@pytest.mark.parametrize("coding", ["quoted-printable", "base64", "8bit"])
@pytest.mark.parametrize("before", [0, 3])
def test_the_page_comes_out_as_it_went_in(coding: str, before: int) -> None:
    found = mhtml.page(saved(PAGE, coding, before=before))
    assert found is not None
    assert (found.body.decode().split(), found.address, found.charset) == (PAGE.split(), ADDRESS, "utf-8")


def test_a_file_of_it_is_a_capture_and_is_found_in_a_folder(tmp_path: Path) -> None:
    (tmp_path / "moewe.mhtml").write_bytes(saved(PAGE.replace("–", "-"), charset="iso-8859-15"))
    (found,) = captures([tmp_path])
    assert isinstance(found, Capture)
    assert (found.address, found.charset) == (ADDRESS, "iso-8859-15")
    assert "Die Möwe" in found.body.decode("iso-8859-15")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<p>Content-Type: multipart/related</p>\n\n--x",
        b"Subject: x\n\n<p>Content-Type: multipart/related; boundary=x</p>\n--x\nContent-Type: text/html\n\n<p>",
        b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n--x\nContent-Type: text/html\n\n<p>",
        b'Content-Type: multipart/related; boundary="x"\n\n--x\nContent-Type: image/png\n\n<p>\n--x--\n',
        b'Content-Type: multipart/related; boundary="x"\n\n--x',
    ],
)
def test_what_has_no_page_in_it_is_none(data: bytes) -> None:
    assert mhtml.page(data) is None


def test_a_file_that_is_cut_off_gives_what_there_is() -> None:
    whole = saved("<p>" + "Wort " * 500)
    found = mhtml.page(whole[: len(whole) // 2])
    assert found is not None
    assert 100 < found.body.count(b"Wort") < 500


LINE = st.sampled_from([b"\n", b"\r\n", b"\n--x\n", b"--x--", b"Content-Type: text/html\n\n", b"Content-Location: ", b"http://[", b"\xff", b"=C3", b";\"", b"boundary*0*=utf-8''x"])


@given(st.lists(LINE | st.binary(max_size=20), max_size=30).map(b"".join), st.sampled_from([b"base64", b"quoted-printable", b"x"]))
def test_whatever_stands_in_it_nothing_is_raised(rest: bytes, coding: bytes) -> None:
    head = b'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="x"\n\n--x\nContent-Transfer-Encoding: ' + coding + b"\nContent-Type: text/html\n"
    for data in (head + b"\n" + rest, head + rest, b"A: b\nContent-Type: multipart/related; " + rest + b"\n\n--x\n" + rest):
        found = mhtml.page(data)
        assert found is None or not set(found.address + found.charset) & set("\x1b\r\n")


def test_a_header_that_is_all_quotes_takes_no_hours() -> None:
    part = b"\n--x\nContent-Type: text/plain" + b';"' * 4000 + b"\n\n"
    assert mhtml.page(b'Content-Type: multipart/related; boundary="x"\n\n' + part * 2000) is None
