"""Templates are compiled once a session, however many applications the tests make."""

from types import CodeType

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket


class Compiled(BytecodeCache):
    """Keeps the code of templates by what they say."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give back what was compiled of the same text before."""
        bucket.code = self._known.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it."""
        if bucket.code is not None:
            self._known[bucket.key, bucket.checksum] = bucket.code


def compile_once() -> None:
    """Let every application that is made from now on share its compiled templates."""
    Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": Compiled()}
