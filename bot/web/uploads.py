"""Files that forms bring: which routes take some, and how much of one is read."""

from contextlib import closing

from flask import request
from werkzeug.exceptions import RequestEntityTooLarge

from bot.domain.conversation.files import MEGABYTE, MOST, Upload
from bot.domain.errors import InvalidError

ENDPOINTS = frozenset({"desk.attach", "canned.attach", "chat_files.attach"})
"""Routes whose bodies hold a file: it is looked at by what it is (bot/domain/conversation/files.py)."""
MOST_BODY = MOST + 64 * 1024
"""Bytes of a form with a file."""
_LARGER = {"staff_flow_files.take_in": 640 * 1024}
"""Routes that take a file of words, which are looked at like all others, and the bytes of the largest body."""
TOO_LARGE = f"This file is too large: at most {MOST // MEGABYTE} MB."


def allow() -> None:
    """Let a request of such a route bring as much as a file may have."""
    if request.endpoint in ENDPOINTS:
        request.max_content_length = MOST_BODY
    elif request.endpoint in _LARGER:
        request.max_content_length = _LARGER[request.endpoint]


def words() -> bytes:
    """What somebody may have typed into the body of a request: of a form with a file all but the file's content.

    A picture holds digits by chance; the content of a text is looked at where files are. What a browser puts between
    the parts of a form may be digits, too (older ones of Firefox make it of nothing else).
    """
    if request.mimetype != "multipart/form-data":
        return request.get_data()
    if request.endpoint not in ENDPOINTS:
        between = b"\r\n--" + request.mimetype_params.get("boundary", "").encode()
        return (b"\r\n" + request.get_data()).replace(between, b"\r\n")
    if (request.content_length or 0) > MOST_BODY:
        return b""
    try:
        names = [sent.filename or "" for sent in request.files.values()]
        return "\n".join([*request.form.values(), *names]).encode()
    except RequestEntityTooLarge:
        return b""


def read() -> Upload:
    """The file of a form under its key; raises `InvalidError` when there is none, or it is too large."""
    if (request.content_length or 0) > MOST_BODY:
        raise InvalidError(TOO_LARGE)
    try:
        sent = request.files.get("file")
    except RequestEntityTooLarge:
        raise InvalidError(TOO_LARGE) from None
    if sent is None or not sent.filename:
        raise InvalidError("Choose a file.")
    with closing(sent):
        return Upload(sent.filename, sent.read(MOST + 1), request.form.get("client_id", ""))
