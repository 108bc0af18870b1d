"""Which network addresses may be connected to."""

import pytest

from broadsheet.net import guard

PUBLIC = ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]
REFUSED = [
    "127.0.0.1", "127.8.9.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1", "169.254.169.254", "0.0.0.0", "224.0.0.1", "240.0.0.1", "255.255.255.255",
    "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::a00:1", "2002:7f00:1::", "2002:a00:1::",
    "2001:0:0:0:0:0:f5ff:fffe",
    "fec0::1", "feff::1", "4000::1", "::7f00:1", "64:ff9b:1:7f00:0:100:808:808", "64:ff9b:1::808:808", "168.63.129.16", "::ffff:168.63.129.16",
]  # fmt: skip


@pytest.mark.parametrize("address", PUBLIC)
def test_the_public_internet_is_let_through(address: str) -> None:
    assert guard.is_public(address)


@pytest.mark.parametrize("address", REFUSED)
def test_private_addresses_are_refused_in_every_form(address: str) -> None:
    assert not guard.is_public(address)


@pytest.mark.parametrize("address", ["169.254.169.254", "fe80::1%lo", "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe"])
def test_where_clouds_keep_their_keys_is_known_in_every_form(address: str) -> None:
    assert guard.keeps_keys(address)


def test_only_numbers_and_localhost_are_a_persons_own_words() -> None:
    assert guard.own("localhost") == {"127.0.0.1", "::1"}
    assert guard.own("LOCALHOST.") == {"127.0.0.1", "::1"}
    assert guard.own("10.0.0.1") == {"10.0.0.1"}
    assert guard.own("intranet.example") == frozenset()


PRIVATE = ["127.0.0.1", "10.1.2.3", "172.31.0.1", "192.168.1.1", "::1", "fd12::1"]


@pytest.mark.parametrize("address", PRIVATE)
def test_private_ranges_are_opened_for_tests_and_intranets_only(address: str) -> None:
    assert guard.Guard(private=True).allows(address)
    assert not guard.Guard().allows(address)
    assert guard.Guard(opened=frozenset({address})).allows(address)


@pytest.mark.parametrize("address", ["169.254.169.254", "fe80::1", "::ffff:169.254.169.254", "fd00:ec2::254", "0.0.0.0", "::", "224.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1"])
def test_no_setting_opens_these(address: str) -> None:
    assert not guard.Guard(private=True).allows(address)


def test_not_even_a_persons_own_words_open_link_local() -> None:
    assert not guard.Guard(opened=frozenset({"169.254.169.254"}), private=True).allows("169.254.169.254")
    assert guard.Guard(private=True).allows("8.8.8.8")


@pytest.mark.parametrize("address", ["169.254.169.254", "fe80::1", "168.63.129.16", "64:ff9b::a83f:8110", "fd00:ec2::254"])
def test_no_setting_opens_where_clouds_keep_their_keys(address: str) -> None:
    assert not guard.Guard(opened=frozenset({address}), private=True).allows(address)
