"""The documentation is executed: every console session in README and docs runs, and its output is what stands there.

A session is a fenced block marked `console`: lines that begin with `$ ` are typed, what follows is their output, `...` stands for any text.
A command that ends with ` &` keeps running until its document ends. Ports are replaced by free ones, so that nothing on this machine is met.
"""

import doctest
import importlib.util
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest

from broadsheet import cli, config, errors

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PORTS = ("7070", "1965", "8080")


def sessions(text: str) -> list[tuple[str, str]]:
    """The commands of a document in order, each with the output that stands below it."""
    found: list[tuple[str, str]] = []
    for block in BLOCK.findall(text):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            while command.endswith("\\"):
                more, _, output = output.partition("\n")
                command = command[:-1] + more.strip().removeprefix("> ")
            found.append((command, output.rstrip("\n")))
    return found


@pytest.fixture
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "src").symlink_to(ROOT / "src")
    monkeypatch.chdir(tmp_path)


@pytest.mark.usefixtures("_in_a_folder")
def test_python_gives_what_stands_there() -> None:
    assert cli.run(["import", "--data", "archive", "src/broadsheet/sample/stadt"]) == 0
    for document in DOCUMENTS:
        blocks = "\n".join(re.findall(r"^```python\n(.*?)^```$", document.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL))
        typed = doctest.DocTestParser().get_doctest(blocks, {}, document.name, str(document), 0)
        told: list[str] = []
        assert doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(typed, out=told.append).failed == 0, "".join(told)
        assert typed.examples or document.name != "tutorial.md"


@pytest.mark.parametrize("document", [d for d in DOCUMENTS if sessions(d.read_text(encoding="utf-8"))], ids=lambda d: d.name)
def test_sessions_print_what_stands_there(document: Path, tmp_path: Path) -> None:
    free = dict(zip(PORTS, _free_ports(), strict=True))
    environment = {name: value for name, value in os.environ.items() if name != "XDG_DATA_HOME"} | {
        "HOME": str(tmp_path),
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "COLUMNS": "100",
        "LC_ALL": "C.UTF-8",
        "NO_COLOR": "1",
    }
    (tmp_path / "src").symlink_to(ROOT / "src")
    running: list[subprocess.Popen[str]] = []
    try:
        for command, expected in sessions(document.read_text(encoding="utf-8")):
            program = shlex.split(command.removeprefix("uv run "))[0]
            if shutil.which(program, path=environment["PATH"]) is None:
                _lacks(program)
                continue
            typed = _replace(command.removeprefix("uv run "), free)
            if program == "broadsheet" and "serve" in typed.split():
                ports = (f"--{name} {free[port]}" for name, port in zip(("gopher", "gemini", "web"), PORTS, strict=True))
                typed = typed.replace("serve", " ".join(["serve", *ports]), 1)
            if typed.endswith(" &"):
                printed = _start(typed.removesuffix(" &"), environment, tmp_path, running, expected)
            else:
                done = subprocess.run(typed, shell=True, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120, check=False)
                printed = done.stdout + done.stderr
            printed = _replace(printed, {port: name for name, port in free.items()}).replace("localhost:1965", "localhost").replace(str(tmp_path), "~")
            assert doctest.OutputChecker().check_output(expected + "\n", printed.rstrip("\n") + "\n", doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE), (
                f"{document.name}: $ {command} ({typed})\nstands there:\n{expected}\nis printed:\n{printed}"
            )
    finally:
        for process in running:
            os.killpg(process.pid, signal.SIGTERM)
            process.communicate(timeout=60)


def _start(command: str, environment: dict[str, str], folder: Path, running: list[subprocess.Popen[str]], expected: str) -> str:
    """Start a command that goes on, and read as many lines as the document shows of it."""
    process = subprocess.Popen(command, shell=True, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True)
    running.append(process)
    assert process.stdout is not None
    lines: list[str] = []
    deadline = time.monotonic() + 60
    while len(lines) < len(expected.splitlines()) and time.monotonic() < deadline:
        lines.append(process.stdout.readline())
    return "".join(lines)


def _lacks(program: str) -> None:
    if os.environ.get("CI") == "true":
        pytest.fail(f"{program} is not installed, and CI must try every session")


def _replace(text: str, names: dict[str, str]) -> str:
    return re.sub(r"(?<!\d)(" + "|".join(names) + r")(?!\d)", lambda found: names[found[0]], text)


def _free_ports() -> list[str]:
    sockets = [socket.socket() for _ in PORTS]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [str(one.getsockname()[1]) for one in sockets]
    for one in sockets:
        one.close()
    return ports


REFERENCE = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")


def test_every_command_stands_in_the_reference() -> None:
    for name in _commands():
        assert f"### `{name}`" in REFERENCE, f"docs/reference.md lacks a heading for {name}"


@pytest.mark.parametrize("name", sorted({"serve", "read", "extract", "import", "search", "add", "list", "remove", "fetch", "export", "check", "schema", "health", "reread", "site", "version", "withdraw"}))
def test_every_option_stands_under_its_command(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    cli.run([name, "--help"])
    rows = [line.strip("│ *") for line in capsys.readouterr().out.splitlines()]
    options = {option for row in rows if row.startswith("-") for option in re.findall(r"--[a-z][a-z-]+", row.split("  ")[0])} - {"--help", "--version"}
    part = REFERENCE.split(f"### `{name}`")[1].split("\n### ")[0].split("\n## ")[0]
    for option in options:
        assert f"`{option}" in part, f"docs/reference.md: {name} lacks {option}"


def test_every_setting_stands_in_the_reference() -> None:
    keys = {"data", "root", "bind", "public", "port", "public_port", "contact", "allow_private", "captures", "days", "log", "metrics", "site_configs", "workers", "width", "gather", "hyphenate"}
    assert keys >= {field for field in config.Settings.__struct_fields__ if field in {"data", "root", "bind", "public"}}
    for key in (*keys, *config.Proxy.__struct_fields__):
        assert f"`{key}`" in REFERENCE


def test_every_error_stands_in_the_reference_with_its_exit_code() -> None:
    for error in _errors(errors.BroadsheetError):
        assert re.search(rf"\| `{error.__name__}` \| {error.exit_code} \|", REFERENCE), f"docs/reference.md lacks {error.__name__} with exit code {error.exit_code}"


def _commands() -> set[str]:
    return {name for name in cli.app if not name.startswith("-")}


def _errors(root: type[errors.BroadsheetError]) -> set[type[errors.BroadsheetError]]:
    return {root} | {one for kind in root.__subclasses__() for one in _errors(kind) if kind.__module__ == errors.__name__}


def test_the_design_names_every_room_once_and_their_order_as_it_is_checked() -> None:
    design = (ROOT / "docs" / "design.md").read_text(encoding="utf-8")
    tree = design.partition("src/broadsheet/\n")[2].partition("```")[0]
    rooms = {path.name for path in (ROOT / "src" / "broadsheet").iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()} - {"__init__.py", "__main__.py"}
    named = re.findall(r"(?m)(?:^|\s)\s{3}(\w+)(?:/|\.py)\s", tree) + re.findall(r"\bcli_\w+", tree)
    assert sorted(named) == sorted({room.removesuffix(".py") for room in rooms} | {"sample"})
    order = design.partition("do\nnot import each other:\n\n`")[2].partition("`")[0]
    layers = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"][0]["layers"]
    commands = {name for layer in layers for name in layer.split(" | ") if name.startswith("cli_") and name != "cli_common"}
    written = [set(layer.split(" | ")) for layer in re.split(r"\s*→\s*", order)]
    assert [commands if layer == {"cli_*"} else layer for layer in written] == [set(layer.split(" | ")) for layer in layers if layer != "__main__"]


def test_the_picture_of_a_terminal_shows_what_the_command_prints() -> None:
    spec = importlib.util.spec_from_file_location("picture", ROOT / "bench" / "picture.py")
    assert spec is not None
    assert spec.loader is not None
    picture = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(picture)
    assert (ROOT / "docs" / "terminal.svg").read_text(encoding="utf-8") == picture.picture(picture.shown()), "`uv run python bench/picture.py` renews it"


def test_every_document_that_is_named_is_there() -> None:
    """In code as in documents, as a link with its heading or by its numbered point."""
    texts = {path: path.read_text(encoding="utf-8") for path in (*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"))}
    headings = {path: {_anchor(heading) for heading in re.findall(r"(?m)^#+ (.+)$", text)} for path, text in texts.items()}
    for path, text in texts.items():
        for link, anchor in re.findall(r"\]\((?!https?:|gopher:|gemini:)([^)#\s]*)#?([^)\s]*)\)", text):
            there = (path.parent / link).resolve() if link else path
            assert there.exists(), f"{path.name} leads to {link}, which is not there"
            assert not anchor or anchor in headings[there], f"{path.name} leads to {link}#{anchor}, and there is no such heading"
    points = set(re.findall(r"(?m)^(\d+)\. ", texts[ROOT / "docs" / "protocols.md"]))
    for file in (*(ROOT / "src").rglob("*.py"), *(ROOT / "tests").rglob("*.py"), *(ROOT / "bench").rglob("*.py")):
        for name, point in re.findall(r"\b([A-Za-z][A-Za-z-]*\.md)\b(?: §(\d+))?", file.read_text(encoding="utf-8")):
            # Tests make a file `notes.md`.
            assert name in {path.name for path in texts} | {"notes.md"}, f"{file.relative_to(ROOT)} names {name}, which is not there"
            assert not point or point in points, f"{file.relative_to(ROOT)} names {name} §{point}, and there is no such point"


def _anchor(heading: str) -> str:
    """What a heading is called in a link, as forges make it."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")
