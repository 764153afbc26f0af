"""What is fetched from other hosts: wherever it leads, however slow it is, and however much."""

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from commonplace.lib import outward
from commonplace.lib.outward import NotOutward, TooLarge, TooSlow, get

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
MOST = 100_000
HOST = "calendars.example.org"
OK = b"HTTP/1.1 200 OK\r\n"


@pytest.fixture
def served() -> Iterator[Callable[..., int]]:
    """Answers on loopback with these bytes, one after the other; what was asked is kept."""
    sockets: list[socket.socket] = []

    def serve(*answers: bytes | Callable[[socket.socket], None], context: ssl.SSLContext | None = None) -> int:
        here = socket.create_server(("127.0.0.1", 0))
        sockets.append(here)

        def run() -> None:
            for answer in answers:
                try:
                    there, _address = here.accept()
                    with context.wrap_socket(there, server_side=True) if context else there as asked:
                        asked.recv(65_536)
                        asked.sendall(answer) if isinstance(answer, bytes) else answer(asked)
                except OSError:
                    continue

        threading.Thread(target=run, daemon=True).start()
        return int(here.getsockname()[1])

    yield serve
    for one in sockets:
        one.close()


def fetched(port: int, **more: float) -> outward.Fetched:
    return get(f"http://127.0.0.1:{port}/x.ics", {}, most=MOST, is_inside_too=True, **more)


def test_what_is_there_comes_with_what_is_said_of_it(served) -> None:
    found = fetched(served(OK + b'ETag: "7"\r\nContent-Length: 5\r\n\r\nhello'))
    assert (found.status, found.headers["etag"], found.body) == (200, '"7"', b"hello")
    chunked = OK + b"Transfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n"
    assert fetched(served(chunked)).body == b"hello"
    assert fetched(served(b"HTTP/1.1 304 Not Modified\r\n\r\n")).status == 304
    assert fetched(served(OK + b"\r\nto the end")).body == b"to the end"


def test_it_leads_a_few_times_elsewhere(served) -> None:
    last = served(OK + b"Content-Length: 2\r\n\r\nok")
    way = [f"HTTP/1.1 {code} X\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n".encode() for code in (301, 302, 307)]
    to_last = f"HTTP/1.1 308 X\r\nLocation: http://127.0.0.1:{last}/y#part\r\nContent-Length: 0\r\n\r\n".encode()
    assert fetched(served(*way, to_last)).body == b"ok"
    with pytest.raises(NotOutward):
        fetched(served(*way, *way))


@pytest.mark.parametrize("to", ["file:///etc/passwd", "ftp://127.0.0.1/x", "http://me:pass@127.0.0.1/"])
def test_it_leads_to_no_other_kind_of_place(served, to: str) -> None:
    with pytest.raises(NotOutward):
        fetched(served(f"HTTP/1.1 302 X\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n".encode()))


@pytest.mark.parametrize("head", [b"Content-Length: 52428800\r\n", b""])
def test_fifty_megabytes_are_too_large_and_end_early(served, head: bytes) -> None:
    sent = []

    def flood(there: socket.socket) -> None:
        there.sendall(OK + head + b"\r\n")
        for _n in range(800):
            there.sendall(b"x" * 65_536)
            sent.append(1)

    with pytest.raises(TooLarge):
        fetched(served(flood))
    assert len(sent) < 200


@pytest.mark.parametrize("part", ["head", "body", "nothing"])
def test_a_byte_now_and_then_does_not_keep_it_waiting(served, part: str) -> None:
    def drip(there: socket.socket) -> None:
        if part == "body":
            there.sendall(OK + b"\r\n")
        for _n in range(100):
            time.sleep(0.05)
            if part != "nothing":
                there.sendall(b"x")

    begun = time.monotonic()
    with pytest.raises(TooSlow):
        fetched(served(drip), seconds=0.5)
    assert time.monotonic() - begun < 3


def test_time_runs_over_all_turns_together(served) -> None:
    def slowly(there: socket.socket) -> None:
        time.sleep(0.3)
        there.sendall(b"HTTP/1.1 302 X\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n")

    with pytest.raises(TooSlow):
        fetched(served(slowly, slowly, slowly, slowly), seconds=0.7)


@pytest.mark.parametrize("answer", [b"", b"nonsense\r\n\r\n", OK + b"Content-Length: 50\r\n\r\nshort", OK[:9]])
def test_what_breaks_off_is_nothing(served, answer: bytes) -> None:
    with pytest.raises((OSError, http.client.HTTPException)):
        fetched(served(answer))


# --- By https, as strangers' calendars are --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def trusted(tmp_path_factory) -> tuple[ssl.SSLContext, Path]:
    """A server that proves to be HOST, to whoever trusts the file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    folder = tmp_path_factory.mktemp("tls")
    (folder / "cert.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    plain = (serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "key.pem").write_bytes(key.private_bytes(serialization.Encoding.PEM, *plain))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context, folder / "cert.pem"


@pytest.fixture
def net(monkeypatch, trusted) -> dict[str, object]:
    """A net in which names lead where a test says, public addresses are on loopback, and the certificate is trusted."""
    where: dict[str, object] = {"names": {HOST: ["1.1.1.1"]}, "port": 0, "connected": []}
    whole, connect = ssl.create_default_context, socket.create_connection

    def look_up(host: str, port: int, *_more: object, **_others: object) -> list[tuple[object, ...]]:
        found = where["names"].get(host, [host])  # type: ignore[attr-defined]
        one = found.pop(0) if len(found) > 1 else found[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port))]

    def connected(to: tuple[str, int], **more: object) -> socket.socket:
        where["connected"].append(to[0])  # type: ignore[attr-defined]
        return connect(("127.0.0.1", where["port"]), **more)  # type: ignore[arg-type]

    monkeypatch.setattr(outward.ssl, "create_default_context", lambda: whole(cafile=str(trusted[1])))
    monkeypatch.setattr(outward.socket, "getaddrinfo", look_up)
    monkeypatch.setattr(outward.socket, "create_connection", connected)
    return where


def led(to: str) -> bytes:
    return f"HTTP/1.1 302 X\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n".encode()


@pytest.mark.parametrize(
    "to",
    [
        "https://10.0.0.8/x",
        "https://127.0.0.1/x",
        "https://169.254.169.254/latest/meta-data/",
        "https://[::1]/x",
        f"http://{HOST}/x",
        f"https://{HOST}:8443/x",
        "https://inside.example.org/x",
    ],
)
def test_a_way_inside_is_not_gone(served, net, trusted, to: str) -> None:
    net["names"]["inside.example.org"] = ["192.168.1.4"]
    net["port"] = served(led(to), OK + b"Content-Length: 6\r\n\r\nsecret", context=trusted[0])
    with pytest.raises(NotOutward):
        get(f"https://{HOST}/x.ics", {}, most=MOST)
    assert net["connected"] == ["1.1.1.1"]


def test_a_name_that_leads_inside_when_it_is_asked_again_is_refused_then(served, net, trusted) -> None:
    net["names"][HOST] = ["1.1.1.1", "10.0.0.8"]
    net["port"] = served(led("/y"), OK + b"Content-Length: 6\r\n\r\nsecret", context=trusted[0])
    with pytest.raises(NotOutward):
        get(f"https://{HOST}/x.ics", {}, most=MOST)
    assert net["connected"] == ["1.1.1.1"]


def test_who_proves_to_be_the_host_is_read_and_who_does_not_is_not(served, net, trusted) -> None:
    net["names"]["other.example.org"] = ["1.1.1.1"]
    net["port"] = served(*[OK + b"Content-Length: 2\r\n\r\nok"] * 2, context=trusted[0])
    assert get(f"https://{HOST}/x.ics", {}, most=MOST).body == b"ok"
    with pytest.raises(ssl.SSLError):
        get("https://other.example.org/x.ics", {}, most=MOST)
