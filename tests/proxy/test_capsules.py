"""Capsules through the proxy: what is shown of them, and that a certificate is known again."""

import asyncio
from pathlib import Path

from broadsheet.config import Proxy
from broadsheet.proxy.desk import Desk

from .house import PNG, browser, certificate, hole


def test_capsules_are_shown_and_what_they_say_explained(tmp_path: Path) -> None:
    base = "gemini://127.0.0.1:{}"
    replies = {
        "/": b"20 text/gemini; lang=de; charset=utf-8\r\n# Hafen\n=> /b Weiter\nText\n",
        "/text": b"20 text/plain; charset=iso-8859-1\r\n" + "Grüße <b>".encode("latin-1"),
        "/html": b"20 text/html\r\n<script>alert(1)</script>",
        "/png": b"20 image/png\r\n" + PNG,
        "/lie": b"20 image/png\r\n<script>alert(1)</script>",
        "/default": b"20 \r\n# Ohne\n",
        "/ask": b"10 Wie heisst du?\r\n",
        "/ask?zwei%20W%C3%B6rter": b"20 text/gemini\r\n# Gefunden\n",
        "/secret": b"11 Kennwort\r\n",
        "/near": b"30 /b\r\n",
        "/loop": b"31 /loop\r\n",
        "/far": b"30 gemini://other.example/x\r\n",
        "/web": b"31 https://paper.example/\r\n",
        "/evil": b"30 javascript:alert(1)\r\n",
        "/inside": b"30 gemini://127.0.0.1:22/\r\n",
        "/slow": b"44 9\r\n",
        "/busy": b"41 \r\n",
        "/fail": b"50 <b>no</b>\r\n",
        "/gone": b"52 gone\r\n",
        "/who": b"60 show yourself\r\n",
        "/nope": b"61 no\r\n",
        "/robots.txt": b"20 text/plain\r\nUser-agent: webproxy\nDisallow: /closed\n",
        "/odd": b"77 what\r\n",
    }
    tls = certificate(tmp_path)

    async def main() -> None:
        ports: list[int] = []

        def answer(line: bytes) -> bytes:
            return replies.get(line.decode().removeprefix(base.format(ports[0])), b"51 none\r\n")

        async with hole(answer, tls) as opened, browser(opened.port) as reader:
            ports.append(opened.port)
            at = f"/~/gemini/{opened.at}"
            front = await reader.get(f"{at}/")
            assert "<h1>Hafen</h1>" in front.text
            assert '<div class="theirs" lang="de" dir="ltr">' in front.text
            assert f'<a href="{at}/b">Weiter</a>' in front.text
            assert "Grüße &lt;b&gt;" in (await reader.get(f"{at}/text")).text
            raw = await reader.get(f"/~/raw/gemini/{opened.at}/text")
            assert raw.body == "Grüße <b>".encode("latin-1")
            assert raw.headers["Content-Type"] == "text/plain; charset=iso-8859-1"
            assert "&lt;script&gt;" in (await reader.get(f"{at}/html")).text
            assert (await reader.get(f"/~/raw/gemini/{opened.at}/html")).headers["Content-Type"].startswith("text/plain")
            assert f'<img src="/~/raw/gemini/{opened.at}/png"' in (await reader.get(f"{at}/png")).text
            assert "<img" not in (await reader.get(f"{at}/lie")).text
            assert (await reader.get(f"/~/raw/gemini/{opened.at}/lie")).headers["Content-Type"] == "application/octet-stream"
            assert "<h1>Ohne</h1>" in (await reader.get(f"{at}/default")).text
            form = await reader.get(f"{at}/ask")
            assert f'<form action="/~/ask/gemini/{opened.at}/ask" method="get"><label for="q">Wie heisst du?</label>' in form.text
            told = await reader.get(f"/~/ask/gemini/{opened.at}/ask?q=zwei+W%C3%B6rter")
            assert (told.status, told.headers["Location"]) == (303, f"{at}/ask?zwei%20W%C3%B6rter")
            assert "<h1>Gefunden</h1>" in (await reader.get(told.headers["Location"])).text
            for path, status, words in (
                ("/secret", 403, "must not pass on"), ("/slow", 503, "Slow down"), ("/busy", 503, "Not just now"), ("/fail", 404, "&lt;b&gt;no&lt;/b&gt;"), ("/gone", 404, "is gone"),
                ("/who", 403, "certificate"), ("/nope", 403, "certificate"), ("/none", 404, "no such page"), ("/closed/x", 403, "robots.txt"), ("/odd", 502, "does not answer as a Gemini server"),
                ("/far", 200, 'href="/~/gemini/other.example/x"'), ("/web", 200, 'href="https://paper.example/"'), ("/loop", 200, "moved elsewhere"), ("/evil", 200, "javascript:alert(1)"),
            ):
                got = await reader.get(f"{at}{path}")
                assert (got.status, words in got.text) == (status, True), path
                assert "Location" not in got.headers
                assert (await reader.get(f"/~/raw/gemini/{opened.at}{path}")).status == status
            assert 'href="javascript' not in (await reader.get(f"{at}/evil")).text
            near = await reader.get(f"{at}/near")
            assert (near.status, near.headers["Location"]) == (302, f"{at}/b")
            inside = await reader.get(f"{at}/inside")  # leads to another port of the same machine: a click, and then refused
            assert "Location" not in inside.headers
            assert (await reader.get("/~/gemini/127.0.0.1:22/")).status == 403

    asyncio.run(main())


def test_a_certificate_is_known_again_after_a_restart(tmp_path: Path) -> None:
    first, second = certificate(tmp_path / "a"), certificate(tmp_path / "b")
    page = b"20 text/gemini\r\n# Hafen\n"

    async def asked(port: int) -> int:
        desk = Desk(Proxy(on=True, allow_private=True, ports=(port,), rate=6000), data=tmp_path / "data")
        async with browser(desk=desk) as reader:
            return (await reader.get(f"/~/gemini/127.0.0.1:{port}/")).status

    async def main() -> None:
        async with hole(lambda _: page, first) as opened:
            assert [await asked(opened.port), await asked(opened.port)] == [200, 200]
        async with hole(lambda _: page, second) as other:
            known = tmp_path / "data" / "known_capsules"
            known.write_text(known.read_text().replace(f":{opened.port} ", f":{other.port} "))
            answer = await asked(other.port)
            assert (answer, [line for line in other.asked if line]) == (502, [])
            known.unlink()
            assert await asked(other.port) == 200

    asyncio.run(main())
