"""Stores that speak S3: one of moto's on this machine, and an address at which nobody answers."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from socket import socket

import boto3
from moto.server import ThreadedMotoServer

KEYS = {"access_key": "key", "secret_key": "secret/with+signs", "region_name": "us-east-1"}
BUCKET = "commons"


@contextmanager
def store() -> Iterator[dict[str, str]]:
    """The options of storage in an empty bucket; it goes with the block."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        options = at(f"http://{host}:{port}")
        boto3.client(
            "s3",
            endpoint_url=options["endpoint_url"],
            aws_access_key_id=KEYS["access_key"],
            aws_secret_access_key=KEYS["secret_key"],
            region_name=KEYS["region_name"],
        ).create_bucket(Bucket=BUCKET)
        yield options
    finally:
        server.stop()


def at(address: str) -> dict[str, str]:
    return {**KEYS, "endpoint_url": address, "bucket_name": BUCKET, "location": "house", "addressing_style": "path"}


def nowhere() -> dict[str, str]:
    """Options of a store that refuses every connection: a port that was free a moment ago."""
    with socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return at(f"http://127.0.0.1:{taken.getsockname()[1]}")


def storages(options: dict[str, str]) -> dict[str, object]:
    return {"BACKEND": "commonplace.files.s3.S3", "OPTIONS": options}
