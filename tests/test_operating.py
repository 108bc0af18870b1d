"""The files that docs/operating.md shows are files that their programs take; the container's file says what the package has."""

import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from e2e.process import Edition, program

from broadsheet import config

ROOT = Path(__file__).resolve().parent.parent
GUIDE = (ROOT / "docs" / "operating.md").read_text("utf-8")


def shown(name: str) -> str:
    """The file of that name as the guide shows it."""
    found = re.search(rf"^```[a-z]*\n# {re.escape(name)}\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
    assert found, f"docs/operating.md does not show {name}"
    return found[1]


def test_the_configuration_is_understood(tmp_path: Path) -> None:
    file = tmp_path / "broadsheet.toml"
    file.write_text(shown("/etc/broadsheet.toml"))
    settings = config.load(file)
    assert (settings.gopher, settings.captures, settings.days, settings.public) == (70, 50 * 10**9, 3650, "news.example")


@pytest.mark.parametrize("name", ["broadsheet.service", "broadsheet-health.service", "broadsheet-health.timer"])
def test_systemd_takes_the_units(name: str, tmp_path: Path) -> None:
    ours = Path(sys.executable).parent / "broadsheet"
    for each in ("broadsheet.service", "broadsheet-health.service", "broadsheet-health.timer"):
        (tmp_path / each).write_text(shown(f"/etc/systemd/system/{each}").replace("/opt/broadsheet/bin/broadsheet", str(ours)))
    (tmp_path / "broadsheet-unwell.service").write_text("[Service]\nType=oneshot\nExecStart=/bin/true\n")
    done = subprocess.run(
        [program("systemd-analyze"), "verify", "--man=no", str(tmp_path / name)],
        env={**os.environ, "SYSTEMD_UNIT_PATH": f"{tmp_path}:"}, capture_output=True, text=True, timeout=60, check=False,
    )
    ours_only = [line for line in (done.stdout + done.stderr).splitlines() if "broadsheet" in line]
    assert (done.returncode, ours_only) == (0, []), done.stderr


def test_nginx_passes_the_web_edition_on(tmp_path: Path) -> None:
    nginx = program("nginx")
    settings = tmp_path / "broadsheet.toml"
    settings.write_text(shown("/etc/broadsheet.toml with a proxy"))
    with socket.socket() as one, socket.socket() as other:
        one.bind(("127.0.0.1", 0))
        other.bind(("127.0.0.1", 0))
        port, ours = one.getsockname()[1], other.getsockname()[1]
    edition = Edition(tmp_path / "data", "--gopher", "off", "--gemini", "off", "--web", str(ours), "--config", str(settings))
    try:
        server = shown("/etc/nginx/sites-enabled/news.example").replace("listen 80;", f"listen 127.0.0.1:{port};").replace("8080", str(ours))
        paths = "".join(f"{kind}_temp_path {tmp_path / kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        file = tmp_path / "nginx.conf"
        file.write_text(f"daemon off;\nmaster_process off;\npid {tmp_path}/pid;\nerror_log {tmp_path}/error;\nevents {{}}\nhttp {{\naccess_log off;\n{paths}{server}}}\n")
        process = subprocess.Popen([nginx, "-c", str(file), "-p", str(tmp_path)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            end = time.monotonic() + 30
            while True:
                try:
                    asked = urllib.request.Request(f"http://127.0.0.1:{port}/", headers={"Host": "news.example"})
                    with urllib.request.urlopen(asked, timeout=10) as answer:
                        assert answer.headers["ETag"]
                        page = answer.read().decode()
                        assert "Der Hafenbote" in page
                        assert 'href="http://news.example/~/feed/atom"' in page, "no port that readers cannot reach"
                    break
                except OSError:
                    assert time.monotonic() < end, (tmp_path / "error").read_text()
                    time.sleep(0.1)
        finally:
            process.terminate()
            process.wait(30)
    finally:
        edition.stop()


def test_tor_takes_the_onion_service(tmp_path: Path) -> None:
    tor = program("tor")
    tmp_path.chmod(0o700)
    file = tmp_path / "torrc"
    file.write_text(shown("/etc/tor/torrc").replace("/var/lib/tor/broadsheet/", f"{tmp_path}/onion/") + f"DataDirectory {tmp_path}/tor\nSocksPort 0\n")
    done = subprocess.run([tor, "--verify-config", "--hush", "-f", str(file)], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_containers_file_says_what_there_is(tmp_path: Path) -> None:
    text = re.sub(r"\\\n\s*", " ", (ROOT / "Containerfile").read_text("utf-8"))
    lines = [line.partition(" ")[::2] for line in text.splitlines() if line and not line.startswith("#")]
    known = {"FROM", "COPY", "RUN", "ENV", "USER", "WORKDIR", "VOLUME", "EXPOSE", "STOPSIGNAL", "ENTRYPOINT", "CMD"}
    assert {name for name, _ in lines} <= known
    assert lines[0][0] == "FROM"
    stages = {words.split()[2] for name, words in lines if name == "FROM" and " AS " in words}
    for name, words in lines:
        if name == "COPY":
            *sources, _ = words.split()
            if sources[0].startswith("--from="):
                assert sources[0].removeprefix("--from=") in stages
            else:
                assert all((ROOT / source).exists() for source in sources)
        if name == "FROM":
            assert "/" not in words.split()[0], "no registry is named: that is the engine's setting"
    said = dict(lines)
    assert said["USER"] != "root"
    assert said["EXPOSE"].split() == ["7070", "1965", "8080"]
    for name, words in lines:  # what a shell is to run is what a shell understands
        if name == "RUN":
            assert subprocess.run(["sh", "-n", "-c", words], check=False).returncode == 0
    # The command as it stands, but for the ports.
    assert json.loads(said["ENTRYPOINT"]) == ["broadsheet"]
    command = json.loads(said["CMD"])
    assert command == ["serve", "--bind", "0.0.0.0"]
    edition = Edition(tmp_path / "data", *command[1:])
    assert edition.ports["gopher"]
    assert edition.stop()[0] == 0
