"""Settings as the environment gives them: each is checked where it is read, and all that is wrong is said at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import environ
from django.core.exceptions import ImproperlyConfigured

from commonplace.house.given import HOST, Unusable, address, bucket, line, pattern, url

TRUE, FALSE = frozenset(("1", "true", "yes", "on", "y", "t")), frozenset(("0", "false", "no", "off", "n", "f"))
DATABASES = ("sqlite", "postgresql", "postgres", "psql", "pgsql")
MAIL = ("smtp", "smtp+tls", "smtps", "smtp+ssl")
IMAP = ("imap", "imaps", "imap+tls")
PROVIDERS = ("mailgun", "mailjet", "postmark", "sparkpost")
REDIS = ("redis", "rediss", "unix")
DOMAIN = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*", re.IGNORECASE)
SENDER = re.compile(r"[^<>@\s]+@[^<>@\s]+|[^<>]*<[^<>@\s]+@[^<>@\s]+>")
# A key of fewer characters, or of fewer different ones, can be guessed.
KEY_LENGTH, KEY_VARIETY = 16, 5


class WrongSettings(ImproperlyConfigured):
    """Settings that say nothing one could act upon; one line for each."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


class Environment:
    """Reads settings; a wrong one is noted down and read as if it were not set, until `done` says what was wrong.

    A setting that is set and empty is not set: composers of containers pass it so. `NAME_FILE` may name a file that
    holds the value.
    """

    def __init__(self, variables: Mapping[str, str]) -> None:
        self._variables = variables
        self.lines: list[str] = []

    def wrong(self, name: str, words: str) -> None:
        """Note down what is wrong with a setting."""
        self.lines.append(f"{name} {words}")

    def done(self) -> None:
        """End of the reading. Raises WrongSettings when anything was wrong."""
        if self.lines:
            raise WrongSettings(self.lines)

    def text(self, name: str, *, default: str) -> str:
        """A line of text."""
        return self._read(name, default, line)

    def choice(self, name: str, *, default: str, among: Collection[str]) -> str:
        """One of a few words."""

        def read(said: str) -> str:
            if said not in among:
                *others, last = sorted(among)
                raise Unusable(f"may be {', '.join(others)} or {last}")
            return said

        return self._read(name, default, read)

    def flag(self, name: str, *, default: bool) -> bool:
        """On or off."""

        def read(said: str) -> bool:
            if said.lower() not in TRUE | FALSE:
                raise Unusable("is 1 or 0")
            return said.lower() in TRUE

        return self._read(name, default, read)

    def number(self, name: str, *, default: int, least: int = 0, most: int = 2**40) -> int:
        """A whole number."""

        def read(said: str) -> int:
            if not re.fullmatch(r"-?[0-9]{1,15}", said) or not least <= int(said) <= most:
                raise Unusable(f"is a whole number from {least}" + (f" to {most}" if most < 2**40 else ""))
            return int(said)

        return self._read(name, default, read)

    def key(self, name: str) -> str:
        """A secret to sign with, exactly as it is given; empty when it is not set."""
        raw = self._raw(name) or ""
        if raw and (words := weak(raw)):
            self.wrong(name, words)
            return ""
        return raw

    def folder(self, name: str, *, default: Path) -> Path:
        """A folder's absolute path, whether it is there or not."""
        return self._read(name, default.absolute(), lambda said: Path(line(said)).expanduser().absolute())

    def static_root(self, name: str) -> str:
        """The folder that `serve` has filled; empty when it is not set."""

        def read(said: str) -> str:
            if not (Path(line(said)) / "staticfiles.json").is_file():
                raise Unusable("names a folder that `serve` has filled; unset it")
            return said

        return self._read(name, "", read)

    def hosts(self, name: str, *, default: list[str]) -> list[str]:
        """Names of hosts, with commas between."""

        def read(said: str) -> list[str]:
            names = [one.strip() for one in said.split(",") if one.strip()]
            if not names or not all(HOST.fullmatch(one) for one in names):
                raise Unusable("names hosts as people type them, without https:// or port, with commas between")
            return names

        return self._read(name, default, read)

    def address(self, name: str, *, default: str) -> str:
        """The address of a web server, without a path."""
        return self._read(name, default, lambda said: address(said, with_path=False))

    def link(self, name: str) -> str:
        """An address on a web server; empty when it is not set."""
        return self._read(name, "", lambda said: address(said, with_path=True))

    def pattern(self, name: str) -> str:
        """An address in which {name} stands for a name that the house makes up; empty when it is not set."""
        return self._read(name, "", pattern)

    def domain(self, name: str) -> str:
        """The name of a host that mail goes to, in small letters; empty when it is not set."""

        def read(said: str) -> str:
            if not DOMAIN.fullmatch(said):
                raise Unusable("is what stands behind the @ of an address: commons.example")
            return said.lower()

        return self._read(name, "", read)

    def domains(self, name: str) -> list[str]:
        """Names of hosts that mail goes to, with commas between, in small letters; none when it is not set."""

        def read(said: str) -> list[str]:
            names = [one.strip().lower() for one in said.split(",") if one.strip()]
            if not names or not all(DOMAIN.fullmatch(one) for one in names):
                raise Unusable("names what stands behind the @ of addresses: lists.example, with commas between")
            return names

        return self._read(name, [], read)

    def sender(self, name: str, *, default: str) -> str:
        """Whom a letter is from: an address, or a name with the address in brackets."""

        def read(said: str) -> str:
            if not SENDER.fullmatch(line(said)):
                raise Unusable("is an address, or a name and an address: Commons <house@commons.example>")
            return said

        return self._read(name, default, read)

    def zone(self, name: str, *, default: str) -> str:
        """The name of a time zone."""

        def read(said: str) -> str:
            try:
                return ZoneInfo(said).key
            except (KeyError, ValueError, OSError):
                raise Unusable("is the name of a time zone, such as Europe/Warsaw") from None

        return self._read(name, default, read)

    def redis_url(self, name: str) -> str:
        """Where a Redis server is; empty when it is not set."""

        def read(said: str) -> str:
            url(said, REDIS, "is such as redis://host:6379/0", may_lack_host=("unix",))
            return said

        return self._read(name, "", read)

    def db_url(self, name: str, *, default: str) -> dict[str, Any]:
        """A database, as Django's settings name it."""

        def read(said: str) -> dict[str, Any]:
            should = "is postgresql://user:password@host/name or sqlite:////path/file.sqlite3"
            in_memory = said == "sqlite://:memory:"
            if not in_memory and len(url(said, DATABASES, should, may_lack_host=DATABASES).path) < 2:
                raise Unusable(should)
            config: dict[str, Any] = environ.Env.db_url_config(said)
            return config

        return self._read(name, environ.Env.db_url_config(default), read)

    def email_url(self, name: str) -> dict[str, Any]:
        """A mail server, as django-environ names its parts; empty when it is not set."""

        def read(said: str) -> dict[str, Any]:
            url(said, MAIL, "is such as smtp+tls://user:password@host:587")
            config: dict[str, Any] = environ.Env.email_url_config(said)
            return config

        return self._read(name, {}, read)

    def bucket(self, name: str) -> dict[str, Any]:
        """A bucket of a store that speaks S3, as options of its storage; empty when it is not set."""
        return self._read(name, {}, bucket)

    def mailbox(self, name: str) -> str:
        """A mailbox to read by IMAP; "" when it is not set."""

        def read(said: str) -> str:
            parts = url(said, IMAP, "is such as imaps://user:password@host/INBOX")
            if not parts.username or parts.password is None or parts.query not in ("", "keep"):
                raise Unusable("is such as imaps://user:password@host/INBOX, with ?keep to leave letters there")
            return said

        return self._read(name, "", read)

    def provider(self, name: str) -> str:
        """A mail provider that calls the house, with the name and passphrase that it shows; "" when it is not set."""
        should = "is such as postmark://name:passphrase@ with a passphrase of at least 16 characters"

        def read(said: str) -> str:
            parts = url(said, PROVIDERS, should, may_lack_host=PROVIDERS)
            key = parts.query.removeprefix("key=") if parts.query.startswith("key=") else ""
            if not parts.username or len(parts.password or "") < KEY_LENGTH or bool(key) != (parts.scheme == "mailgun"):
                raise Unusable(f"{should}; mailgun:// ends with ?key= and the key by which it signs")
            return said

        return self._read(name, "", read)

    def _read[T](self, name: str, default: T, read: Callable[[str], T]) -> T:
        said = (self._raw(name) or "").strip()
        if not said:
            return default
        try:
            return read(said)
        except Unusable as should:
            # Addresses of servers hold passphrases, however they are mistyped.
            is_secret = "SECRET" in name or (name.endswith("_URL") and "@" in said)
            shown = "" if is_secret else f", not {said[:80]!r}"
            self.wrong(name, f"{should}{shown}.")
        return default

    def _raw(self, name: str) -> str | None:
        """What the environment or the file that it names says; None when it says nothing."""
        path = self._variables.get(f"{name}_FILE", "").strip()
        if not path:
            return self._variables.get(name) or None
        try:
            said = Path(path).read_text(encoding="utf-8")
        except (OSError, ValueError) as problem:
            why = getattr(problem, "strerror", None) or "it is no text"
            self.wrong(f"{name}_FILE", f"names {path}, which cannot be read ({why}).")
            return None
        if not said.strip():
            self.wrong(f"{name}_FILE", f"names {path}, which is empty.")
            return None
        return said


def weak(key: str) -> str:
    """What is wrong with a key; empty when nothing is."""
    if len(key.strip()) < KEY_LENGTH or len(set(key.strip())) < KEY_VARIETY:
        return f"is too short or too plain to sign with: {KEY_LENGTH} characters at least, made by chance."
    return ""
