"""Proves bot/sandbox/signing.py."""

import subprocess
from shutil import which

import pytest

from bot.sandbox.signing import sign


def test_a_signature_is_the_one_that_others_compute() -> None:
    """A merchant that follows the documented scheme with any library gets the same digits."""
    openssl = which("openssl")
    if openssl is None:
        pytest.skip("openssl is not installed")
    made = subprocess.run(  # noqa: S603 (a fixed command)
        [openssl, "dgst", "-sha256", "-hmac", "whsec_1"], input=b'1700000000.{"a":1}', capture_output=True, check=True
    )
    expected = made.stdout.split()[-1].decode()
    assert sign(b'{"a":1}', secrets=("whsec_1",), at=1700000000) == f"t=1700000000,v1={expected}"


def test_two_secrets_sign_side_by_side() -> None:
    """A merchant changes its secret without losing a webhook."""
    both = sign(b"x", secrets=("old", "new"), at=1).split(",")
    assert both[1:] == [sign(b"x", secrets=(secret,), at=1).split(",")[1] for secret in ("old", "new")]
