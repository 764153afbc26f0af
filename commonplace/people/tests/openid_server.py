"""An organisation's sign-in server for tests: OpenID Connect's code flow with PKCE, on this machine, and strict."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import secrets
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

PLACEHOLDER = "https://somewhere.invalid"
CLIENT, SECRET = "commonplace", "between the two of us"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def providers_from(url: str) -> dict[str, Any]:
    """What the settings make of the environment that docs/operating.md tells an operator to set."""
    made: dict[str, Any] = json.loads(_told().replace(PLACEHOLDER, url))
    return made


@cache
def _told() -> str:
    told = {"OIDC_URL": PLACEHOLDER, "OIDC_NAME": "Wierzba University", "OIDC_CLIENT_ID": CLIENT, "OIDC_SECRET": SECRET}
    say = "import json; from commonplace.house import settings; print(json.dumps(settings.SOCIALACCOUNT_PROVIDERS))"
    said = subprocess.run(
        [sys.executable, "-c", say], env=os.environ | told, capture_output=True, check=True, text=True
    )
    return said.stdout


@dataclass
class Elsewhere:
    """What the server knows and does: who stands at it now, which way back is registered, and whether it is well."""

    way_back: str
    person: dict[str, Any] = field(default_factory=dict)
    refuses: bool = False
    is_ill: bool = False
    asked: list[dict[str, str]] = field(default_factory=list, repr=False)
    codes: dict[str, dict[str, str]] = field(default_factory=dict, repr=False)
    url: str = ""

    def __enter__(self) -> Elsewhere:
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (_Answers,), {"house": self}))
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *_problem: object) -> None:
        self.server.shutdown()
        self.server.server_close()

    def configuration(self) -> dict[str, Any]:
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "jwks_uri": f"{self.url}/jwks",
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        }

    def authorize(self, asked: dict[str, str]) -> str:
        """Where the browser is sent; a house that does not ask as it should is told so at once."""
        self.asked.append(asked)
        assert (asked["client_id"], asked["redirect_uri"]) == (CLIENT, self.way_back), asked
        assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256"), asked
        assert {"openid", "profile", "email"} == set(asked["scope"].split()), asked
        if self.refuses:
            return f"{self.way_back}?{urlencode({'error': 'access_denied', 'state': asked['state']})}"
        code = secrets.token_urlsafe(8)
        self.codes[code] = asked
        return f"{self.way_back}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, sent: dict[str, str]) -> dict[str, Any]:
        """A token for a code, once, for whoever knows the secret and began the way."""
        asked = self.codes.pop(sent["code"])
        digest = hashlib.sha256(sent["code_verifier"].encode()).digest()
        assert asked["code_challenge"] == base64.urlsafe_b64encode(digest).decode().rstrip("=")
        assert (sent["client_id"], sent["client_secret"], sent["redirect_uri"]) == (CLIENT, SECRET, self.way_back)
        said = {"iss": self.url, "aud": CLIENT, "exp": int(time.time()) + 60, "iat": int(time.time())} | self.person
        signed = jwt.encode(said, KEY, algorithm="RS256", headers={"kid": "one"})
        return {"access_token": "bearer-of-this", "token_type": "Bearer", "expires_in": 60, "id_token": signed}


class _Answers(BaseHTTPRequestHandler):
    house: Elsewhere

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(address.query).items()}
        if self.house.is_ill:
            self.send_error(500)
        elif address.path == "/.well-known/openid-configuration":
            self._say(self.house.configuration())
        elif address.path == "/authorize":
            self.send_response(302)
            self.send_header("Location", self.house.authorize(asked))
            self.end_headers()
        elif address.path == "/jwks":
            public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
            self._say({"keys": [{**public, "kid": "one", "use": "sig", "alg": "RS256"}]})
        elif address.path == "/userinfo" and self.headers["Authorization"] == "Bearer bearer-of-this":
            self._say(self.house.person)
        else:
            self.send_error(404)

    def do_POST(self) -> None:
        sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self._say(self.house.token({name: values[0] for name, values in sent.items()}))

    def _say(self, what: dict[str, Any]) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(what).encode())

    def log_message(self, *_words: object) -> None:
        """Say nothing."""
