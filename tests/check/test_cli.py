"""`broadsheet check`: what it prints, and with which exit code."""

import json

import pytest

from broadsheet import check, cli

from .server import Manner, Server


def nothing(line: bytes, port: int) -> bytes | None:
    return f"iOnly this\t\tlocalhost\t{port}\r\n.\r\n".encode()


def test_findings_are_printed_and_errors_are_7(capsys: pytest.CaptureFixture[str]) -> None:
    with Server(nothing, Manner()) as server:
        code = cli.run(["check", f"gopher://localhost:{server.port}/", "--patience", "0.2", "--timeout", "0.5"])
    out, err = capsys.readouterr()
    assert (code, err) == (7, "")
    assert "error gopher-error-type: " in out
    assert out.splitlines()[-1].startswith(f"gopher://localhost:{server.port}/: 1 page, ")


def test_findings_are_json_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    with Server(nothing, Manner()) as server:
        code = cli.run(["check", f"gopher://localhost:{server.port}/1/x", "--json", "--pages", "2", "--timeout", "0.5"])
    read = json.loads(capsys.readouterr().out)
    assert code == 7
    assert (read["pages"], read["protocol"]) == (2, "gopher")
    assert read["errors"] == sum(finding["severity"] == "error" for finding in read["findings"])


def test_each_request_is_told_of_as_it_is_made() -> None:
    told: list[None] = []
    with Server(nothing, Manner()) as server:
        target = check.target(f"gopher://localhost:{server.port}/")
        report = check.check(target, check.Settings(pages=1, patience=0.2, timeout=0.5), lambda: told.append(None))
    assert len(told) == report.requests > 10


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["https://a.example/"], 2),
        (["gopher://localhost/", "--pages", "0"], 2),
        (["gopher://localhost/", "--timeout", "0"], 2),
        (["gopher://localhost/", "--patience", "nan"], 2),
        (["gopher://localhost:1/"], 4),
        ([], 2),
    ],
)
def test_what_cannot_be_checked_is_one_line(arguments: list[str], code: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["check", *arguments]) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("broadsheet: ")
    assert err.count("\n") == 1
