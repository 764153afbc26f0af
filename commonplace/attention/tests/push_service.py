"""A push service on loopback that reads what a device alone can read."""

from __future__ import annotations

import os
from base64 import urlsafe_b64encode
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import http_ece
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec


def said(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


class Maker(ThreadingHTTPServer):
    """Whoever made a browser: takes what the house sends, and reads it as the device would."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Taking)
        self.status, self.headers_back = 201, {}
        self.taken: list[tuple[str, dict[str, str], bytes]] = []
        self.key, self.secret = ec.generate_private_key(ec.SECP256R1()), os.urandom(16)

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def device(self, name: str = "one") -> dict[str, str]:
        point = self.key.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )
        return {"endpoint": f"{self.origin}/{name}", "p256dh": said(point), "auth": said(self.secret)}

    def read(self, body: bytes) -> bytes:
        return http_ece.decrypt(body, private_key=self.key, auth_secret=self.secret, version="aes128gcm")


class Taking(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        server: Maker = self.server  # type: ignore[assignment]
        body = self.rfile.read(int(self.headers["Content-Length"]))
        server.taken.append((self.path, dict(self.headers), body))
        self.send_response(server.status)
        for name, value in {"Content-Length": "0", **server.headers_back}.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Nothing on the terminal."""
