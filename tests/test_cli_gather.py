"""The commands that gather: a newspaper on this machine is added, listed, fetched, removed; what is printed, and what is never asked."""

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from environment import unmeasured
from gather.newspaper import Newspaper

from broadsheet import adding, cli, cli_gather, newsroom
from broadsheet.archive.sqlite import open_archive
from broadsheet.errors import UsageError
from broadsheet.gather import profile as profiles
from broadsheet.model import Article, Paper

Run = Callable[..., tuple[int, str, str]]
ADD = ("--pace", "0.01", "--allow-private", "--key", "anzeiger")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))

    def go(*arguments: str | Path) -> tuple[int, str, str]:
        code = cli.run([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return go


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "broadsheet"


@pytest.fixture
def paper() -> Iterator[Newspaper]:
    with Newspaper(16) as one:
        yield one


def one_line(err: str) -> bool:
    return err.startswith("broadsheet: ") and err.count("\n") == 1 and err.endswith("\n")


def test_a_paper_is_added_listed_fetched_and_removed(run: Run, paper: Newspaper, data: Path) -> None:
    code, out, err = run("add", paper.address, "--yes", *ADD)
    assert code == 0, err
    assert "allow_private is on" in err
    assert "Kleinstädter Anzeiger" in out
    assert "  sections  Politik, Wirtschaft, Kultur, Sport\n" in out
    assert out.count("-" * 75) == 4
    assert sum(story.headline in " ".join(out.split()) for story in paper.stories) >= 3
    assert "3 articles stored" in out
    assert out.rindex("-" * 75) < out.index("  sections  Politik")
    assert profiles.read(data / "papers" / "anzeiger.toml").articles == ("/*/*-#.html",)
    code, out, _ = run("list")
    assert (code, out) == (0, f"anzeiger  Kleinstädter Anzeiger  {paper.address}  3 articles, gathered\n")
    code, out, err = run("fetch", "anzeiger", "--pace", "0.01", "--allow-private", "--jobs", "1")
    assert code == 0
    assert out.splitlines()[-1] == "16 found: 13 stored, 0 changed, 0 unchanged, 3 known, 0 refused, 0 failed"
    assert set(paper.pages().values()) == {1}
    code, out, err = run("fetch", "--pace", "0.01", "--allow-private", "--json")
    assert (code, json.loads(out)["found"]) == (0, 0)
    assert re.search(r"\nbroadsheet: nothing is due before 20\d\d-\d\d-\d\d \d\d:\d\d\n$", err)
    code, out, _ = run("remove", "anzeiger")
    assert code == 0
    assert "Its articles stay" in out
    code, out, _ = run("list", "--json")
    (row,) = json.loads(out)
    assert (row["key"], row["articles"], row["gathered"]) == ("anzeiger", 16, False)
    code, _, err = run("fetch")
    assert code == 2
    assert one_line(err)


def test_a_paper_is_removed_with_its_articles(run: Run, paper: Newspaper, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("add", paper.address, "--yes", *ADD)
    code, out, err = run("remove", "anzeiger", "--articles")
    assert (code, out) == (2, "")
    assert err == "broadsheet: anzeiger has 3 articles; nothing was removed: answer y, or give --yes\n"
    asked: list[str] = []
    monkeypatch.setattr(cli_gather, "agreed", lambda question: bool(asked.append(question)) or len(asked) > 1)
    assert run("remove", "anzeiger", "--articles")[0] == 2
    assert asked == ["Delete Kleinstädter Anzeiger, 3 articles, for good?"]
    assert run("list")[1].endswith("3 articles, gathered\n")
    code, out, err = run("remove", "anzeiger", "--articles")
    assert (code, out, err) == (0, "anzeiger is gone, with its 3 articles.\n", "")
    assert len(asked) == 2
    assert not list((data / "papers").iterdir())
    assert run("list")[1].startswith("no newspaper")
    code, _, err = run("remove", "anzeiger", "--articles", "--yes")
    assert code == 2
    assert "the archive has no paper of that key; it has none" in err
    assert one_line(err)


def test_the_sample_newspaper_is_removed_as_add_says(run: Run, paper: Newspaper, data: Path) -> None:
    run("import", Path(newsroom.__file__).parent / "sample")
    err = run("add", paper.address, "--yes", *ADD)[2]
    assert "`broadsheet remove hafenbote --articles` takes it away" in err
    code, _, said = run("remove", "hafenbote")
    assert code == 2
    assert "hafenbote: is not gathered; " in said
    assert one_line(said)
    code, out, _ = run("remove", "hafenbote", "--articles", "--yes")
    assert (code, out) == (0, "hafenbote is gone, with its 49 articles.\n")
    assert run("list", "--json")[1].count('"key"') == 1
    assert "[]" in run("search", "drehbrücke", "--json")[1]


def test_what_was_withdrawn_is_forgotten_aloud(run: Run, paper: Newspaper, data: Path) -> None:
    run("add", paper.address, "--yes", *ADD)
    with open_archive(data, write=False) as archive:
        address = archive.newest("anzeiger").heads[0].address
    assert run("withdraw", address, "--yes")[0] == 0
    code, out, err = run("remove", "anzeiger", "--articles", "--yes")
    assert (code, out) == (0, "anzeiger is gone, with its 2 articles.\n")
    assert "what was withdrawn of it is forgotten, too" in err


def test_no_archive_is_made_to_remove_a_paper_from(run: Run, data: Path) -> None:
    code, _, err = run("remove", "anzeiger", "--articles", "--yes")
    assert code != 0
    assert "holds no archive" in err
    assert one_line(err)
    assert not data.exists()


def test_read_asks_as_site_configs_say(run: Run, paper: Newspaper, tmp_path: Path) -> None:
    pytest.importorskip("lxml")
    (tmp_path / "ftr").mkdir()
    (tmp_path / "ftr" / "127.0.0.1.txt").write_text("title: concat('Regel: ', //h1)\nhttp_header(cookie): consent=yes\n")
    (tmp_path / "b.toml").write_text('site_configs = "ftr"')
    story = paper.stories[0]
    code, out, err = run("read", f"{paper.address.rstrip('/')}{story.path}", "--config", tmp_path / "b.toml")
    assert (code, err) == (0, "")
    assert "Regel: " in out
    assert [asked.headers.get("Cookie") for asked in paper.asked] == ["consent=yes"]


def test_an_edited_profile_is_obeyed(run: Run, paper: Newspaper, data: Path) -> None:
    run("add", paper.address, "--yes", *ADD)
    file = data / "papers" / "anzeiger.toml"
    text = file.read_text().replace('articles = ["/*/*-#.html"]', 'articles = ["/politik/*-#.html"]').replace(f'feeds = ["{paper.address}feed.xml"]', "feeds = []")
    file.write_text(text)
    before = paper.pages()
    run("fetch", "--allow-private", "--jobs", "1")
    assert all(path.startswith("/politik/") for path in paper.pages() - before)
    assert len(paper.pages() - before) > 0


def test_who_says_yes_and_reads_one_line_has_added_the_paper(paper: Newspaper, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "broadsheet", "add", paper.address, "--yes", *ADD, "--data", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        assert process.stdout.readline().decode() == f"{'-' * 75}\n"
        process.stdout.close()
        assert process.wait(60) == 0
    assert profiles.read(tmp_path / "papers" / "anzeiger.toml").pace == 0.01
    with open_archive(tmp_path, write=False) as archive:
        assert archive.newest("anzeiger").total == 3


def test_a_fetch_that_is_stopped_says_that_it_is_gone_on_with(run: Run, paper: Newspaper, tmp_path: Path) -> None:
    run("add", paper.address, "--yes", *ADD, "--data", tmp_path)
    command = [sys.executable, "-m", "broadsheet", "fetch", "--allow-private", "--pace", "0.5", "--jobs", "1", "--data", str(tmp_path)]
    asked = len(paper.asked)
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True, env=unmeasured()) as process:
        end = time.monotonic() + 60
        while len(paper.asked) < asked + 3:
            assert time.monotonic() < end
            time.sleep(0.05)
        os.killpg(process.pid, signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert err.endswith("broadsheet: stopped; what was stored stays, and the next `fetch` goes on with the rest\n")
    code, _, _ = run("fetch", "--allow-private", "--pace", "0.01", "--jobs", "1", "--data", tmp_path)
    with open_archive(tmp_path, write=False) as archive:
        assert (code, archive.newest("anzeiger").total) == (0, 16)


def test_who_adds_beside_the_sample_newspaper_is_told(run: Run, paper: Newspaper, data: Path) -> None:
    with open_archive(data, write=True) as archive:
        archive.put_paper(Paper(key="hafenbote", name="Der Hafenbote", address=newsroom.SAMPLE))
    code, _, err = run("add", paper.address, "--yes", *ADD)
    assert code == 0
    assert f"broadsheet: {data} has the sample newspaper, which stays beside yours" in err
    rows = run("list")[1].splitlines()
    assert [row.split()[0] for row in rows] == ["anzeiger", "hafenbote"]
    assert rows[0].index("http") == rows[1].index("http")


def test_the_sample_newspapers_address_is_the_one_in_its_file() -> None:
    assert f'address = "{newsroom.SAMPLE}"' in Path(newsroom.__file__).with_name("sample").joinpath("paper.toml").read_text("utf-8")


def test_what_add_found_fits_a_terminal(run: Run, paper: Newspaper, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "40")
    _, out, _ = run("add", paper.address, "--yes", *ADD)
    assert "\n  sections  Politik, Wirtschaft, Kultur,\n            Sport\n" in out
    assert out.count(f"{'-' * 40}\n") == 4


def test_without_a_yes_nothing_is_kept(run: Run, paper: Newspaper, data: Path) -> None:
    code, out, err = run("add", paper.address, *ADD)
    assert code == 2
    assert "Politik, Wirtschaft" in out
    assert "nothing was added" in err
    assert not (data / "papers").exists()
    with open_archive(data, write=False) as archive:
        assert archive.papers() == ()


def test_this_machine_is_not_asked_unless_told_to(run: Run, paper: Newspaper) -> None:
    code, _, err = run("add", paper.address, "--yes", "--pace", "0.01")
    assert code == 4
    assert one_line(err)
    assert "public internet" in err
    assert paper.asked == []


def test_who_forgot_to_open_his_network_is_asked_for_at_once_when_it_is_open(run: Run, paper: Newspaper) -> None:
    run("add", paper.address, "--yes", *ADD)
    before = len(paper.asked)
    code, out, err = run("fetch", "--jobs", "1")
    assert (code, len(paper.asked)) == (0, before)
    assert " 0 stored" in out
    assert "--allow-private, or allow_private under [net], opens" in err
    code, out, _ = run("fetch", "--allow-private", "--jobs", "1")
    assert (code, " 13 stored" in out) == (0, True)


def test_the_configuration_opens_private_networks_aloud_and_names_a_contact(run: Run, paper: Newspaper, tmp_path: Path) -> None:
    config = tmp_path / "broadsheet.toml"
    config.write_text('[net]\nallow_private = true\ncontact = "mailto:desk@news.example"\n')
    code, _, err = run("add", paper.address, "--yes", "--pace", "0.01", "--config", config)
    assert code == 0
    assert "allow_private is on" in err
    assert {asked.headers["User-Agent"] for asked in paper.asked} == {"Broadsheet/0.1.0 (text edition of newspapers; +mailto:desk@news.example)"}


def test_what_fails_is_said_and_counts(run: Run, paper: Newspaper, data: Path) -> None:
    run("add", paper.address, "--yes", *ADD)
    paper.front_extra = ["/politik/fehlt-900001.html"]
    code, out, err = run("fetch", "--allow-private", "--jobs", "1")
    assert code == 0
    assert "1 refused, 0 failed" in out
    assert "refused, 404: " in err


def test_a_paper_that_cannot_be_reached_fails(run: Run, paper: Newspaper, data: Path) -> None:
    file = data / "papers" / "weg.toml"
    file.parent.mkdir(parents=True)
    file.write_text('name = "Weg"\naddress = "http://127.0.0.1:1/"\npace = 0.001\n')
    code, out, _ = run("fetch", "weg", "--allow-private")
    assert code == 4
    assert out.endswith("1 failed\n")


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("add", "file:///etc/passwd"), 2, "no web address"),
        (("add", "https://paper.example/", "--key", "Nicht So"), 2, "--key"),
        (("add", "https://paper.example/", "--pace", "-1"), 2, "--pace"),
        (("add", "https://paper.example/", "--pace", "0"), 2, "--pace"),
        (("fetch", "nirgends"), 2, "there are: none"),
        (("fetch", "../../etc/passwd"), 2, "no paper of that key"),
        (("remove", "nirgends"), 2, "there are: none"),
        (("fetch",), 2, "broadsheet add"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(run: Run, arguments: tuple[str, ...], code: int, says: str) -> None:
    found, out, err = run(*arguments)
    assert (found, out) == (code, "")
    assert one_line(err)
    assert says in err


def test_a_profile_that_is_wrong_keeps_no_other_paper_away(run: Run, paper: Newspaper, data: Path) -> None:
    run("add", paper.address, "--yes", *ADD)
    (data / "papers" / "kaputt.toml").write_text("name = 3\n")
    code, out, err = run("list")
    assert (code, one_line(err)) == (2, True)
    assert "kaputt.toml: name: takes a text" in err
    assert out.startswith("anzeiger  ")
    code, out, _ = run("list", "--json")
    assert (code, [each["key"] for each in json.loads(out)]) == (2, ["anzeiger"])
    code, out, err = run("fetch", "--allow-private", "--jobs", "1")
    assert code == 2
    assert "kaputt.toml: name" in err
    assert "13 stored" in out
    (data / "papers" / "anzeiger.toml").unlink()
    assert run("fetch")[::2] == (2, f"broadsheet: {data}/papers/kaputt.toml: name: takes a text in quotes, not a whole number; docs/papers.md lists the keys\n")


def test_a_terminal_is_told_how_far_a_fetch_is(run: Run, paper: Newspaper, monkeypatch: pytest.MonkeyPatch) -> None:
    counted: list[str] = []

    @contextlib.contextmanager
    def counting(noun: str) -> Iterator[Callable[[], None]]:
        yield lambda: counted.append(noun)

    run("add", paper.address, "--yes", *ADD)
    monkeypatch.setattr(cli_gather, "progress", counting)
    assert "13 stored" in run("fetch", "--allow-private", "--jobs", "1")[1]
    assert len(counted) >= 13


def test_a_site_without_https_is_told_how_to_be_given(run: Run, paper: Newspaper) -> None:
    bare = paper.address.removeprefix("http://").rstrip("/")
    code, _, err = run("add", bare, "--yes", *ADD)
    assert (code, err.count("given as http://")) == (4, 1)
    assert err.endswith(f"a site without https is given as http://{bare}\n")
    assert run("add", f"http://{bare}", "--yes", *ADD)[0] == 0


def test_the_sample_has_the_papers_time(paper: Newspaper) -> None:
    story = Article(address=paper.address, paper="Anzeiger", language="de", headline="Es ist Mittag", date="2026-03-05T11:00:00+00:00")
    shown = cli_gather._page(story, Paper(key="a", name="Anzeiger", address=paper.address, language="de", timezone="Europe/Berlin"))
    assert "5. März 2026, 12:00" in shown


def test_a_key_that_is_taken_is_said(run: Run, paper: Newspaper, data: Path) -> None:
    run("add", paper.address, "--yes", *ADD)
    code, _, err = run("add", paper.address, "--yes", *ADD)
    assert code == 2
    assert "is there already" in err
    (data / "papers" / "anzeiger.toml").unlink()
    with open_archive(data, write=True) as archive, pytest.raises(UsageError, match="another paper"):
        adding.free_key(archive, data, "https://other.example/", "anzeiger")


def test_an_empty_list_says_what_to_do(run: Run, tmp_path: Path) -> None:
    assert run("list", "--data", tmp_path / "typo") == (0, f"no newspaper in {tmp_path}/typo; `broadsheet add URL` adds one\n", "")


def test_a_person_may_leave_out_the_scheme() -> None:
    assert adding.home("paper.example") == "https://paper.example/"
    assert adding.home("http://paper.example/x#y") == "http://paper.example/x"


def test_a_contact_that_cannot_stand_in_a_header_is_said(run: Run, tmp_path: Path) -> None:
    config = tmp_path / "broadsheet.toml"
    config.write_text('[net]\ncontact = "desk\\r\\nX-Evil: 1"\n')
    code, _, err = run("list", "--config", config)
    assert code == 2
    assert one_line(err)
    assert "net.contact" in err


def test_an_archive_that_cannot_be_read_does_not_look_empty(run: Run, tmp_path: Path) -> None:
    """Though papers were added, which are known without it."""
    data = tmp_path / "share"
    (data / "papers").mkdir(parents=True)
    (data / "papers" / "bote.toml").write_text('name = "Bote"\naddress = "https://bote.example/"\n')
    code, out, err = run("list", "--data", data)
    assert (code, err) == (0, "")
    assert "0 articles, gathered" in out
    (data / "broadsheet.sqlite").write_bytes(b"no database" * 500)
    code, out, err = run("list", "--data", data)
    assert (code, out) == (5, "")
    assert "broadsheet.sqlite" in err
