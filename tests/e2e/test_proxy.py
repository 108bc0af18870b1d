"""The proxy of the real process, seen with real programs: text browsers walk from an address that is typed to an article and a search."""

import re
import socket
import subprocess
from collections.abc import Iterator

import pytest

from .process import HOST, Edition, program

ARTICLE = "/politik/rat-bewilligt-reparatur-der-drehbruecke/!104233"


@pytest.fixture(scope="module")
def through(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Edition]:
    """An edition whose proxy may reach its own Gopher port, and no other."""
    folder = tmp_path_factory.mktemp("proxy")
    with socket.create_server((HOST, 0)) as one:
        port = one.getsockname()[1]
    (folder / "proxy.toml").write_text(f"[proxy]\non = true\nallow_private = true\nports = [{port}]\n", "utf-8")
    running = Edition(folder / "archive", "--config", str(folder / "proxy.toml"), "--gopher", str(port))
    yield running
    code, _ = running.stop()
    assert (code, running.errors) == (0, "")


@pytest.mark.parametrize(("name", "options"), [("lynx", ("-dump", "-width=100")), ("w3m", ("-dump", "-cols", "100"))])
def test_text_browsers_read_a_hole(through: Edition, name: str, options: tuple[str, ...]) -> None:
    base = f"http://{HOST}:{through.ports['http']}"
    hole = f"{base}/~/gopher/{HOST}:{through.ports['gopher']}"

    def read(address: str) -> str:
        done = subprocess.run([program(name), *options, address], capture_output=True, timeout=60, check=True)
        return re.sub(r"\s+", " ", done.stdout.decode("utf-8", "replace"))

    front = read(f"{hole}/")
    assert "Das ist eine fremde Seite" in front
    assert "Titelseite" in front
    assert "Lasst sie langsam sein" in front
    article = read(f"{hole}/1{ARTICLE}")
    assert "Rat bewilligt Geld für die Liesel" in article
    assert "Drei Anträge, eine Lösung" in article
    assert "Niederhaven hb |" in article or "NIEDERHAVEN HB |" in article
    typed = read(f"{base}/~/gopher/?q={HOST}:{through.ports['gopher']}")
    assert "Titelseite" in typed
    refused = subprocess.run(["curl", "-s", f"{base}/~/gopher/{HOST}:{through.ports['http']}/"], capture_output=True, timeout=60, check=True)
    assert b"ist keiner von denen, zu denen sich dieser Proxy verbindet" in refused.stdout


def test_without_the_setting_there_is_no_proxy(edition: Edition) -> None:
    for path in (f"/~/gopher/{HOST}:{edition.ports['gopher']}/", "/~/gopher/", "/~/raw/gopher/x/", "/~/elsewhere.css"):
        done = subprocess.run(["curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", f"http://{HOST}:{edition.ports['http']}{path}"], capture_output=True, timeout=60, check=True)
        assert done.stdout == b"404", path
