"""The real process, and the real programs that read it."""

import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest

HOST = "127.0.0.1"
PORT_OFF = "off"
_ADDRESS = re.compile(r"(gopher|gemini|http)://localhost:([0-9]+)/")


class Edition:
    """`broadsheet serve` on free ports. *ports* by scheme: `gopher`, `gemini`, `http`."""

    def __init__(self, data: Path, *options: str, ready: bool = True) -> None:
        self.data = data
        home = data.parent / f"{data.name}-{uuid.uuid4().hex[:8]}"  # several may run on one archive
        home.mkdir(parents=True, exist_ok=True)
        self._out = home / "out"
        self._error = home / "error"
        command = [sys.executable, "-W", "error", "-m", "broadsheet", "serve", "--data", str(data)]
        for protocol in ("gopher", "gemini", "web"):
            if f"--{protocol}" not in options:
                command += [f"--{protocol}", "0"]
        with self._out.open("wb") as out, self._error.open("wb") as error:
            environment = {**os.environ, "HOME": str(home), "XDG_DATA_HOME": str(home / "data")}
            self.process = subprocess.Popen([*command, *options], stdout=out, stderr=error, stdin=subprocess.DEVNULL, env=environment, cwd=home)
        self.ports: dict[str, int] = {}
        if ready:
            self.wait_for("Stop with Ctrl-C", 60)
            self.ports = {scheme: int(port) for scheme, port in _ADDRESS.findall(self.output)}

    @property
    def output(self) -> str:
        """What it has said so far."""
        return self._out.read_text("utf-8")

    @property
    def errors(self) -> str:
        """What it has complained of so far."""
        return self._error.read_text("utf-8")

    def wait_for(self, words: str, seconds: float) -> None:
        """Wait until it has said *words*."""
        end = time.monotonic() + seconds
        while words not in self.output:
            assert self.process.poll() is None, f"it ended: {self.output}{self.errors}"
            assert time.monotonic() < end, f"it did not say {words!r}: {self.output}{self.errors}"
            time.sleep(0.05)

    def url(self, scheme: str, path: str = "/") -> str:
        """The address of *path*."""
        return f"{scheme}://localhost:{self.ports[scheme]}{path}"

    def stop(self, number: int = signal.SIGTERM) -> tuple[int, float]:
        """Send a signal; the exit code and the seconds that it took."""
        begun = time.monotonic()
        if self.process.poll() is None:
            self.process.send_signal(number)
        try:
            return self.process.wait(20), time.monotonic() - begun
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise

    # simple clients

    def gopher(self, line: str, *, raw: bytes = b"") -> bytes:
        """The answer to a selector."""
        with socket.create_connection((HOST, self.ports["gopher"]), timeout=60) as client:
            client.sendall(raw or line.encode() + b"\r\n")
            answer = b""
            while piece := client.recv(65536):
                answer += piece
            return answer

    def gemini(self, path: str = "/", *, url: str = "") -> tuple[str, bytes]:
        """Header and body of the answer to a request; it must end with close_notify."""
        settings = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        settings.check_hostname = True
        settings.options &= ~ssl.OP_IGNORE_UNEXPECTED_EOF
        settings.load_verify_locations(self.data / "certificate.pem")
        with (
            socket.create_connection((HOST, self.ports["gemini"]), timeout=60) as plain,
            settings.wrap_socket(plain, server_hostname="localhost", suppress_ragged_eofs=False) as client,
        ):
            client.sendall((url or self.url("gemini", path)).encode() + b"\r\n")
            answer = b""
            while piece := client.recv(65536):
                answer += piece
        head, _, body = answer.partition(b"\r\n")
        return head.decode(), body

    def menu(self, selector: str = "") -> list[list[str]]:
        """The lines of a menu as fields; each has four, the last line is a dot."""
        answer = self.gopher(selector)
        assert answer.endswith(b"\r\n.\r\n"), answer[-200:]
        lines = [line.split("\t") for line in answer.decode().removesuffix(".\r\n").removesuffix("\r\n").split("\r\n")]
        assert all(len(fields) == 4 for fields in lines), lines
        return lines


def program(name: str) -> str:
    """The path of a client; where it is missing the test is skipped, and fails where CI says that it must be there."""
    found = shutil.which(name)
    if found is None:
        if os.environ.get("CI") == "true":
            pytest.fail(f"{name} is not installed, and CI must have it")
        pytest.skip(f"{name} is not installed")
    return found


def output(*command: str, text: str = "", home: Path | None = None, seconds: float = 60, code: int | None = 0) -> str:
    """What a program prints; its exit code is *code* (None: any). *home* is its home folder, else an empty one."""
    with tempfile.TemporaryDirectory() as empty:
        environment = {**os.environ, "HOME": str(home or empty), "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "TERM": "xterm-256color"}
        found = [program(command[0]), *command[1:]]
        done = subprocess.run(found, input=text.encode(), capture_output=True, timeout=seconds, env=environment, check=False)
    assert code is None or done.returncode == code, done
    return done.stdout.decode("utf-8", "replace")


class Screen:
    """A full-screen program in a terminal of 100 × 45 cells (tmux), or of as many *columns*."""

    def __init__(self, home: Path, *command: str, columns: int = 100) -> None:
        self._tmux = program("tmux")
        self._socket = str(Path(tempfile.gettempdir()) / f"bs-{uuid.uuid4().hex[:12]}")
        found = [program(command[0]), *command[1:]]
        # The size of the screen is tmux's: xdist's workers say 80 × 24, and with a size that is not the terminal's lynx draws nothing.
        environment = {key: value for key, value in os.environ.items() if key not in {"TMUX", "LESS", "PAGER", "LINES", "COLUMNS"}}
        environment |= {"HOME": str(home), "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "TERM": "xterm-256color", "XDG_CONFIG_HOME": str(home / ".config")}
        subprocess.run(
            [self._tmux, "-S", self._socket, "-f", "/dev/null", "new-session", "-d", "-x", str(columns), "-y", "45", *found], env=environment, check=True, timeout=60
        )

    def __enter__(self) -> "Screen":
        return self

    def __exit__(self, *_: object) -> None:
        # A program that has ended already has taken its terminal with it.
        subprocess.run([self._tmux, "-S", self._socket, "kill-server"], capture_output=True, check=False, timeout=60)
        Path(self._socket).unlink(missing_ok=True)

    def shown(self) -> str:
        """What is on the screen."""
        done = subprocess.run([self._tmux, "-S", self._socket, "capture-pane", "-p"], capture_output=True, check=False, timeout=60)
        return done.stdout.decode("utf-8", "replace")

    def title(self) -> str:
        """The terminal's title, which a program can set."""
        done = subprocess.run([self._tmux, "-S", self._socket, "display-message", "-p", "#{pane_title}"], capture_output=True, check=True, timeout=10)
        return done.stdout.decode("utf-8", "replace")

    def keys(self, *keys: str) -> None:
        """Type *keys*, by tmux's names or as text."""
        for key in keys:
            subprocess.run([self._tmux, "-S", self._socket, "send-keys", key], check=True, timeout=60)
            time.sleep(0.05)

    def press(self, key: str, times: int) -> None:
        """Type *key* so many times."""
        if times:
            subprocess.run([self._tmux, "-S", self._socket, "send-keys", "-N", str(times), key], check=True, timeout=60)
            time.sleep(0.3)

    def line(self, words: str) -> None:
        """Type *words*, a key at a time, and Enter."""
        for key in words:
            subprocess.run([self._tmux, "-S", self._socket, "send-keys", "-l", key], check=True, timeout=60)
        time.sleep(0.1)
        self.keys("Enter")

    def go(self, line: str, words: str) -> str:
        """Type *line* and wait until *words* stand on the screen. A busy program may lose keys: where nothing at all has changed, they are typed again."""
        before = self.shown()
        for _ in range(4):
            self.line(line)
            end = time.monotonic() + 10
            while time.monotonic() < end:
                if words in (shown := self.shown()):
                    return shown
                time.sleep(0.1)
            if self.shown() != before:
                break
        return self.wait_for(words)

    def wait_for(self, words: str, seconds: float = 60, again: str = "") -> str:
        """Wait until *words* stand on the screen; *again* is the key that asks for the page again, typed once when half the time is over."""
        return self.wait_until(lambda shown: words in shown, f"{words!r} is not on the screen", seconds, again)

    def wait_until(self, holds: Callable[[str], bool], complaint: str = "the screen is not what it should be", seconds: float = 60, again: str = "") -> str:
        """Wait until *holds* says so of what is shown; otherwise as `wait_for`."""
        end = time.monotonic() + seconds
        while True:
            shown = self.shown()
            if holds(shown):
                return shown
            assert time.monotonic() < end, f"{complaint}:\n{shown}"
            if again and time.monotonic() > end - seconds / 2:
                self.keys(again)
                again = ""
            time.sleep(0.1)
