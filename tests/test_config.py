"""Settings from a file; wrong ones are named."""

from pathlib import Path

import pytest

from broadsheet import config
from broadsheet.errors import ConfigError


def test_without_a_file_the_defaults_stand(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    settings = config.load(None)
    assert (settings.data, settings.bind, settings.public) == (tmp_path / "broadsheet", "127.0.0.1", "localhost")
    assert (settings.gopher, settings.gemini, settings.web) == (7070, 1965, 8080)


def test_a_relative_data_home_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", "here")
    assert config.default_data() == Path.home() / ".local/share/broadsheet"


def test_every_key(tmp_path: Path) -> None:
    file = tmp_path / "broadsheet.toml"
    file.write_text('data="d"\nroot="taz"\nbind="::1"\npublic="n.example"\n[gopher]\nport=70\npublic_port=7\n[gemini]\nport="off"\n[web]\nport=81\npublic_port=80\n')
    assert config.load(file) == config.Settings(
        data=tmp_path / "d", root="taz", bind="::1", public="n.example", gopher=70, gopher_public=7, gemini=None, web=81, web_public=80
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("prot = 1", "prot: no such key; did you mean root? docs/"),
        ("port = 1", "port: no such key; it stands in [gopher] and [gemini] and [web]"),
        ("gopher.prot = 1", "gopher.prot: no such key; did you mean port?"),
        ("net.width = 72", "net.width: no such key; it stands in [gopher]; docs"),
        ("public = 'a b'", "public: 'a b' is no host name"),
        ("archive.captures = '20'", "archive.captures: '20' is 20 bytes"),
        ("gopher.public_port = 0", "gopher.public_port: takes a whole number, at least 1"),
        ("'\\u001b[2J' = 1", "no such key"),
        ("gopher.port = 'x'", "gopher.port: takes a whole number or \"off\", not 'x'"),
        ("gopher.width = 20", "gopher.width: takes a whole number, at least 40; docs"),
        ("workers = 65", "workers: takes a whole number, at most 64; docs"),
        ("metrics = true", "metrics: takes a whole number or a text in quotes, not true or false"),
        ("gopher = 3", "gopher: takes a table, not a whole number"),
        ("proxy.ports = ['a']", "proxy.ports[0]: takes a whole number, not a text in quotes"),
        ("gopher.port = 70000", "gopher.port: '70000' is no port"),
        ("gopher.port = true", "gopher.port"),
        ("= 3", "not TOML"),
        ("a = " + "[" * 100_000, "not TOML"),
        ("workers = " + "1" * 5000, "not TOML"),
    ],
)
def test_a_wrong_file_is_named_with_its_key(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "broadsheet.toml"
    file.write_text(text)
    with pytest.raises(ConfigError) as caught:
        config.load(file)
    assert str(file) in caught.value.message
    assert says in caught.value.message
    assert "\n" not in caught.value.message


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        config.load(tmp_path / "none.toml")
    latin = tmp_path / "latin.toml"
    latin.write_bytes(b'root = "\xe4"')
    with pytest.raises(ConfigError, match="UTF-8"):
        config.load(latin)


@pytest.mark.parametrize(("text", "number"), [("70", 70), ("0", 0), ("off", None), (1965, 1965)])
def test_port(text: str | int, number: int | None) -> None:
    assert config.port(text, "--gopher") == number


@pytest.mark.parametrize("text", ["x", "-1", "65536", ""])
def test_what_is_no_port_is_refused(text: str) -> None:
    with pytest.raises(ConfigError, match="--gopher"):
        config.port(text, "--gopher")


@pytest.mark.parametrize(
    ("text", "public"),
    [("n.example", ("n.example", None)), ("n.example:70", ("n.example", 70)), ("[::1]:70", ("::1", 70)), ("[::1]", ("::1", None)), ("bücher.example", ("xn--bcher-kva.example", None))],
)
def test_public_name(text: str, public: tuple[str, int | None]) -> None:
    assert config.public_name(text) == public


@pytest.mark.parametrize("text", ["", "a b", "a\tb", "x" * 300, "n.example:x"])
def test_what_is_no_public_name_is_refused(text: str) -> None:
    with pytest.raises(ConfigError, match="--public"):
        config.public_name(text)


def test_the_servers_keys(tmp_path: Path) -> None:
    file = tmp_path / "broadsheet.toml"
    file.write_text('log="logs/access.log"\nmetrics=9100\nworkers=4\n[gopher]\nwidth=72\n')
    settings = config.load(file)
    assert (settings.log, settings.metrics, settings.workers, settings.width) == (str(tmp_path / "logs/access.log"), 9100, 4, 72)
    file.write_text('log="-"\nmetrics="off"\n')
    settings = config.load(file)
    assert (settings.log, settings.metrics, settings.workers, settings.width) == ("-", None, 1, 0)


@pytest.mark.parametrize("text", ["workers = 0", "workers = 65", "metrics = 70000", "gopher.width = 39", "gopher.width = 121", "gemini.width = 70"])
def test_wrong_values_of_the_servers_keys_are_named(tmp_path: Path, text: str) -> None:
    file = tmp_path / "broadsheet.toml"
    file.write_text(text)
    with pytest.raises(ConfigError) as caught:
        config.load(file)
    assert text.partition(" ")[0].rpartition(".")[2] in caught.value.message


def test_a_public_name_may_name_gophers_port_as_on_the_command_line(tmp_path: Path) -> None:
    file = tmp_path / "broadsheet.toml"
    file.write_text('public = "bücher.example:70"\n')
    assert (config.load(file).public, config.load(file).gopher_public) == ("xn--bcher-kva.example", 70)
    file.write_text('public = "news.example:70"\n[gopher]\npublic_port = 7\n')
    assert config.load(file).gopher_public == 7


def test_hyphenation_is_off_until_it_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / "broadsheet.toml").write_text("[gopher]\nhyphenate = true\n")
    assert config.load(tmp_path / "broadsheet.toml").hyphenate is True
    assert config.load(None).hyphenate is False


@pytest.mark.parametrize(("text", "number"), [("20 GB", 20 * 10**9), ("500MB", 5 * 10**8), ("1.5 tb", 15 * 10**11), (0, 0), (4096000, 4096000), ("12000000", 12000000), (20_000_000_000, 20 * 10**9), ("500000000000", 5 * 10**11), ("3000 KiB", 3000000), ("0", 0)])
def test_sizes_as_people_write_them(text: str | int, number: int) -> None:
    assert config.size(text, "x") == number


@pytest.mark.parametrize("text", ["much", "-1", -1, "", "1e9", "5 PB", "9" * 40])
def test_what_is_no_size(text: str | int) -> None:
    with pytest.raises(ConfigError, match="is no size"):
        config.size(text, "archive.captures")


def test_a_size_that_no_disk_has_is_a_mistake() -> None:
    assert config.size("1000000 TB", "x") == 10**18
    with pytest.raises(ConfigError, match="more than any disk holds"):
        config.size("1000000.1 TB", "x")


@pytest.mark.parametrize("text", ["2001:db8::1", "::1", "::1:70", "2001:db8::1:70", "[::1:70", "::1]:70"])
def test_an_ipv6_address_without_brackets_might_end_in_a_port(text: str) -> None:
    with pytest.raises(ConfigError, match="stands in brackets"):
        config.public_name(text)


@pytest.mark.parametrize("absolute", [True, False])
def test_a_home_is_a_home_wherever_the_file_lies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, absolute: bool) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "b.toml" if absolute else Path("b.toml")
    file.write_text('data = "~/a"\nlog = "~/l"\nsite_configs = "~/s"\n')
    settings = config.load(file)
    assert settings.data == tmp_path / "home/a"
    assert (settings.log, settings.site_configs) == (str(tmp_path / "home/l"), str(tmp_path / "home/s"))


@pytest.mark.parametrize("key", ["data", "log", "site_configs"])
@pytest.mark.parametrize("text", ["~nobody-at-all/x", "a\\u0000b"])
def test_what_is_no_path_is_named(tmp_path: Path, key: str, text: str) -> None:
    (tmp_path / "b.toml").write_text(f'{key} = "{text}"\n')
    with pytest.raises(ConfigError, match=rf"b\.toml: {key}: .* leads nowhere"):
        config.load(tmp_path / "b.toml")


@pytest.mark.parametrize("text", ["a" * 201, "mailto:ä@x.example", "a\\u0007", "(a", "a)", "a\\\\b"])
def test_a_contact_that_no_header_holds_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "b.toml").write_text(f'[net]\ncontact = "{text}"\n')
    with pytest.raises(ConfigError, match=r"net\.contact: .* cannot stand in a request"):
        config.load(tmp_path / "b.toml")


@pytest.mark.parametrize(
    ("key", "least", "most"),
    [
        ("gopher.public_port", 1, 65535),
        ("gopher.width", 40, 120),
        ("workers", 1, 64),
        ("metrics", 0, 65535),
        ("archive.days", 0, 100_000),
        ("proxy.largest", 1, 4096),
        ("proxy.seconds", 5, 3600),
        ("proxy.connections", 1, 1024),
        ("proxy.per_client", 1, 1024),
        ("proxy.rate", 1, 6000),
    ],
)
def test_the_bounds_that_the_reference_names(tmp_path: Path, key: str, least: int, most: int) -> None:
    file = tmp_path / "b.toml"
    for number in (least, most):
        file.write_text(f"{key} = {number}\n")
        assert config.load(file)
    for number in (least - 1, most + 1):
        file.write_text(f"{key} = {number}\n")
        with pytest.raises(ConfigError, match=key.replace(".", "[.]")):
            config.load(file)


def test_a_host_name_has_as_many_letters_as_dns_takes() -> None:
    assert config.public_name("x" * 253)[0] == "x" * 253
    with pytest.raises(ConfigError):
        config.public_name("x" * 254)
