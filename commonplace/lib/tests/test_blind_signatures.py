"""Blind signatures: as RFC 9474 has them, and what comes out where something is wrong."""

import json
import secrets
from functools import cache
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from hypothesis import given
from hypothesis import strategies as some

from commonplace.lib.blind_signatures import (
    Blinded,
    SigningFailed,
    UnfitKey,
    UnfitMessage,
    UnfitSignature,
    blind,
    blind_sign,
    blind_with,
    finalize,
    fingerprint,
    make_key,
    prepare,
    read,
    verify,
    written,
)

VECTOR = {
    name: bytes.fromhex(value)
    for name, value in json.loads((Path(__file__).parent / "rfc9474.json").read_text()).items()
    if name != "source"
}


@cache
def _key_of_the_vector() -> rsa.RSAPrivateKey:
    p, q, n, e, d = (int.from_bytes(VECTOR[name]) for name in "pqned")
    crt = rsa.rsa_crt_dmp1(d, p), rsa.rsa_crt_dmq1(d, q), rsa.rsa_crt_iqmp(p, q)
    return rsa.RSAPrivateNumbers(p, q, d, *crt, rsa.RSAPublicNumbers(e, n)).private_key()


@cache
def _key() -> rsa.RSAPrivateKey:
    return make_key()


def test_each_step_makes_what_the_rfc_says():
    key = _key_of_the_vector()
    n = int.from_bytes(VECTOR["n"])
    prepared = VECTOR["msg_prefix"] + VECTOR["msg"]
    factor = pow(int.from_bytes(VECTOR["inv"]), -1, n)

    blinded = blind_with(key.public_key(), prepared, salt=VECTOR["salt"], by=factor)
    signed = blind_sign(key, blinded.message)
    signature = finalize(key.public_key(), prepared, signed, blinded.inverse)

    assert blinded == Blinded(VECTOR["blinded_msg"], VECTOR["inv"])
    assert signed == VECTOR["blind_sig"]
    assert signature == VECTOR["sig"]
    assert verify(key.public_key(), prepared, signature)


@given(some.binary(max_size=200))
def test_whatever_is_prepared_and_blinded_is_signed_and_verified(message: bytes):
    key = _key().public_key()
    prepared = prepare(message)
    blinded = blind(key, prepared)
    signature = finalize(key, prepared, blind_sign(_key(), blinded.message), blinded.inverse)

    assert prepared[32:] == message
    assert verify(key, prepared, signature)
    assert not verify(key, prepared + b"!", signature)
    assert not verify(_key_of_the_vector().public_key(), prepared, signature)


def test_signed_twice_the_answer_is_the_same_and_blinded_twice_the_message_is_not():
    key = _key().public_key()
    prepared = prepare(b"once")
    first, second = blind(key, prepared), blind(key, prepared)

    assert blind_sign(_key(), first.message) == blind_sign(_key(), first.message)
    assert first.message != second.message
    assert first.inverse != second.inverse
    assert prepare(b"once") != prepared


@given(some.binary(max_size=300))
def test_no_signature_comes_of_what_is_no_signature(words: bytes):
    assert not verify(_key().public_key(), b"words", words)


@given(some.integers(min_value=0, max_value=255), some.integers(min_value=0, max_value=7))
def test_one_bit_that_was_turned_is_found_in_an_answer_and_in_a_signature(place: int, bit: int):
    key, prepared, blinded, signed, signature = _signed()
    turned = bytearray(signed)
    turned[place] ^= 1 << bit
    with pytest.raises(UnfitSignature):
        finalize(key, prepared, bytes(turned), blinded.inverse)
    turned = bytearray(signature)
    turned[place] ^= 1 << bit
    assert not verify(key, prepared, bytes(turned))


@cache
def _signed() -> tuple[rsa.RSAPublicKey, bytes, Blinded, bytes, bytes]:
    key, prepared = _key().public_key(), prepare(b"words")
    blinded = blind(key, prepared)
    signed = blind_sign(_key(), blinded.message)
    return key, prepared, blinded, signed, finalize(key, prepared, signed, blinded.inverse)


def test_what_is_no_number_of_the_key_is_not_signed():
    n = _key().public_key().public_numbers().n
    for unfit in (b"", b"\0" * 255, b"\0" * 257, n.to_bytes(256), b"\xff" * 256):
        with pytest.raises(UnfitMessage):
            blind_sign(_key(), unfit)
    for edge in (0, 1, n - 1):
        assert blind_sign(_key(), edge.to_bytes(256)) == edge.to_bytes(256)


def test_an_answer_of_another_length_is_no_signature():
    key, prepared, blinded, signed, _ = _signed()
    for answer, inverse in ((signed[1:], blinded.inverse), (signed, blinded.inverse + b"\0"), (b"", b"")):
        with pytest.raises(UnfitSignature):
            finalize(key, prepared, answer, inverse)


def test_an_answer_that_the_machine_got_wrong_never_leaves():
    # One wrong remainder is all that it takes to factor a modulus (Boneh, DeMillo and Lipton, 1997).
    right = _key().private_numbers()
    crt = right.dmp1, right.dmq1 ^ 2, right.iqmp
    wrong = rsa.RSAPrivateNumbers(right.p, right.q, right.d, *crt, right.public_numbers)
    with pytest.raises(SigningFailed):
        blind_sign(wrong.private_key(unsafe_skip_rsa_key_validation=True), _signed()[2].message)


def test_the_base_is_blinded_by_another_number_for_each_signature(monkeypatch: pytest.MonkeyPatch):
    drawn = iter(range(100, 200))
    asked: list[int] = []
    monkeypatch.setattr(secrets, "randbelow", lambda most: asked.append(most) or next(drawn))
    answers = {blind_sign(_key(), _signed()[2].message) for _ in range(3)}
    assert asked == [_key().public_key().public_numbers().n - 1] * 3
    assert answers == {_signed()[3]}


def test_a_key_is_read_as_it_is_written_and_told_by_its_fingerprint():
    key = written(_key().public_key())
    assert written(read(key)) == key
    assert len(fingerprint(key)) == 64
    assert fingerprint(key) != fingerprint(written(_key_of_the_vector().public_key()))


def test_keys_that_are_short_or_of_another_kind_are_not_used():
    n = _key().public_key().public_numbers().n
    short, other = rsa.RSAPublicNumbers(65537, n >> 512 | 1), rsa.RSAPublicNumbers(3, n)
    for unfit in (short.public_key(), other.public_key()):
        with pytest.raises(UnfitKey):
            read(written(unfit))
        with pytest.raises(UnfitKey):
            blind(unfit, b"words")
        with pytest.raises(UnfitKey):
            verify(unfit, b"words", bytes(256))
    curve = ec.generate_private_key(ec.SECP256R1()).public_key()
    of_curve = curve.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    for unread in (of_curve, b"", b"words", written(_key().public_key())[:-1]):
        with pytest.raises(UnfitKey):
            read(unread)
