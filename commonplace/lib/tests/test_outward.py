"""Other hosts are asked at public addresses alone, over https, and nothing that they answer leads inside."""

import socket
import ssl

import pytest

from commonplace.lib import outward
from commonplace.lib.outward import NotOutward, check, is_anybodys, post


@pytest.mark.parametrize(
    "address",
    "127.0.0.1 10.1.2.3 192.168.0.1 172.16.0.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 255.255.255.255 ::1 :: "
    "fe80::1 fe80::1%eth0 fc00::1 ff02::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 64:ff9b::7f00:1 2002:7f00:1:: 2001:db8::1 "
    "198.18.0.1 192.0.2.1 fec0::1 ::127.0.0.1 ::10.0.0.1 ::ffff:0:127.0.0.1 64:ff9b:1::7f00:1 2001:0:7f00:1:: 3fff::1 "
    "4000::1 5f00::1".split(),
)
def test_what_is_nobodys_on_the_public_net_is_refused(address: str) -> None:
    assert not is_anybodys(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "140.82.112.3", "2606:4700::1111", "::ffff:1.1.1.1"])
def test_what_is_public_may_be_asked(address: str) -> None:
    assert is_anybodys(address)


@pytest.mark.parametrize(
    "url",
    [
        "http://push.example.org/x",
        "https://push.example.org:8443/x",
        "https://me:secret@push.example.org/",
        "https://",
        "https:///x",
        "//push.example.org",
        "file:///etc/passwd",
        "https://a.b/x y",
        "https://a.b/x\r\nA: b",
        "https://ą.example.org/",
        "https://a.b:99999/",
        "https://[::1/",
        "",
    ],
)
def test_only_plain_https_addresses_are_asked(url: str) -> None:
    with pytest.raises(NotOutward):
        check(url)


@pytest.mark.parametrize("host", ["a..b", ".example.org", f"{'x' * 64}.example.org"])
def test_a_name_that_is_none_is_not_looked_up(host: str) -> None:
    with pytest.raises(NotOutward):
        check(f"https://{host}/x")
    with pytest.raises(NotOutward):
        post(f"https://{host}/x", b"", {})


def answering(*addresses: str):
    def look_up(host, port, **more):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in addresses]

    return look_up


@pytest.mark.parametrize("addresses", [("10.0.0.8",), ("1.1.1.1", "127.0.0.1"), ()])
def test_a_name_that_leads_inside_is_not_connected_to(monkeypatch, addresses) -> None:
    monkeypatch.setattr(outward.socket, "getaddrinfo", answering(*addresses))
    monkeypatch.setattr(outward.socket, "create_connection", lambda *a, **m: pytest.fail("it was connected to"))
    with pytest.raises(NotOutward):
        post("https://push.example.org/x", b"", {})


def test_the_address_that_was_looked_at_is_connected_to_under_its_name(monkeypatch) -> None:
    """A name that says something else when asked again leads nowhere: it is not asked again."""
    asked, connected = [], []

    def look_up(host, port, **more):
        asked.append(host)
        return answering("1.1.1.1" if len(asked) == 1 else "127.0.0.1")(host, port)

    def connect(where, timeout):
        connected.append(where)
        ours, theirs = socket.socketpair()
        theirs.close()
        return ours

    names = []

    def wrap(self, sock, server_hostname=None, **more):
        names.append(server_hostname)
        raise ssl.SSLError("far enough")

    monkeypatch.setattr(outward.socket, "getaddrinfo", look_up)
    monkeypatch.setattr(outward.socket, "create_connection", connect)
    monkeypatch.setattr(ssl.SSLContext, "wrap_socket", wrap)
    with pytest.raises(ssl.SSLError):
        post("https://push.example.org/x", b"", {})
    assert (asked, connected, names) == (["push.example.org"], [("1.1.1.1", 443)], ["push.example.org"])
