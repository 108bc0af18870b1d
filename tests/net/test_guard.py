"""Which network addresses may be connected to."""

from ipaddress import IPv6Address, ip_network

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


# The IANA registries of special purposes (2025-10); ranges in which a part is another's are named by that part, too.
SPECIAL = [
    "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.0.0/29", "192.0.0.8/32", "192.0.0.9/32",
    "192.0.0.10/32", "192.0.0.170/32", "192.0.0.171/32", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16",
    "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
    "::/127", "64:ff9b:1::/48", "100::/64", "100:0:0:1::/64", "2001::/23", "2001:1::1/128", "2001:1::2/128", "2001:2::/48", "2001:3::/32",
    "2001:4:112::/48", "2001:10::/28", "2001:20::/28", "2001:30::/28", "2001:db8::/32", "2620:4f:8000::/48", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10",
    "fec0::/10", "ff00::/8",
]  # fmt: skip


@pytest.mark.parametrize("network", SPECIAL)
def test_no_address_of_a_special_purpose_is_public_whatever_python_says(network: str) -> None:
    listed = ip_network(network)
    for address in {listed[0], listed[-1], listed[listed.num_addresses // 2], listed[listed.num_addresses // 7]}:
        assert not guard.is_public(str(address)), address
        if address.version == 4:
            assert not guard.is_public(f"::ffff:{address}"), address
            assert not guard.is_public(str(IPv6Address((0x2002 << 112) + (int(address) << 80)))), address


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


@pytest.mark.parametrize("address", ["169.254.169.254", "fe80::1", "168.63.129.16", "64:ff9b::a83f:8110", "fd00:ec2::254", "192.0.0.192", "100.100.100.200"])
def test_no_setting_opens_where_clouds_keep_their_keys(address: str) -> None:
    assert not guard.Guard(opened=frozenset({address}), private=True).allows(address)
