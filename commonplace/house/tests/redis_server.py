"""A Redis that a test starts for itself, and takes away."""

import os
import shutil
import signal
import subprocess
import time

import pytest
from redis import Redis

SERVER = shutil.which("redis-server")
needs_redis = pytest.mark.skipif(SERVER is None, reason="no redis-server here; bin/debian redis-server installs it")


class RedisServer:
    """A Redis of our own, at a socket in a folder of its own."""

    def __init__(self, folder: str) -> None:
        self.socket = f"{folder}/redis"
        self.folder, self.url = folder, f"unix://{self.socket}"
        self.client = Redis(unix_socket_path=self.socket)
        self.begin()

    def begin(self) -> None:
        """Start it, with nothing in it, and wait until it answers."""
        assert SERVER is not None
        words = [SERVER, "--port", "0", "--unixsocket", self.socket, "--save", "", "--dir", self.folder]
        self.process = subprocess.Popen(words, stdout=subprocess.DEVNULL)
        for _ in range(200):
            if os.path.exists(self.socket) and self.process.poll() is None:
                break
            time.sleep(0.05)
        self.client.ping()

    def say(self, number: signal.Signals) -> None:
        self.process.send_signal(number)
        if number == signal.SIGKILL:
            self.process.wait()

    def end(self) -> None:
        """Take it away."""
        self.client.connection_pool.disconnect()
        self.process.kill()
        self.process.wait()
