"""A run as a text that fits into a link: its recipe, packed, with a check sum.

Whoever opens the link gets the same run, to the byte. A text that was cut off or altered is told apart from one that
was written by another version, because the remedy differs. Pure: no clock, no chance, no site.
"""

import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from hashlib import sha256

import msgspec

from playground import conflicts
from playground.refusals import NotLegal
from playground.runs import Recipe, checked

VERSION = "1"
UNPACKED_BYTES_MAX = 200_000
CHECK_LENGTH = 8
TEXT_LENGTH_MAX = 12_000

_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Recipe)


class LinkError(ValueError):
    """A text that is no recipe; `str()` says what is wrong with it, in words for the person who opened the link."""


def write(recipe: Recipe) -> str:
    """Letters, digits, `-`, `_` and `.` only."""
    packed = zlib.compress(_encoder.encode(recipe), 9)
    return f"{VERSION}.{check_sum(packed)}.{urlsafe_b64encode(packed).rstrip(b'=').decode()}"


def read(text: str) -> Recipe:
    """The recipe, with every value checked; raises LinkError. A recipe as plain JSON is read as well."""
    if text.startswith("{"):
        return _checked(text.encode())
    packed = _unwrapped(text)
    unpacker = zlib.decompressobj()
    try:
        data = unpacker.decompress(packed, UNPACKED_BYTES_MAX)
    except zlib.error:
        raise LinkError("This link is damaged: what it holds cannot be unpacked.") from None
    if unpacker.unconsumed_tail or not unpacker.eof:
        raise LinkError("This link is damaged, or holds far more than a run can.")
    return _checked(data)


def _unwrapped(text: str) -> bytes:
    version, _, rest = text.partition(".")
    check, _, body = rest.partition(".")
    if not check or not body:
        raise LinkError("This is not a whole link to a run. Perhaps it was cut off when it was copied.")
    if version != VERSION:
        raise LinkError("This link was made by another version of the playground, which wrote its runs differently.")
    try:
        packed = urlsafe_b64decode(body + "=" * (-len(body) % 4))
    except (NotBase64, ValueError):
        raise LinkError("This link is damaged: it holds characters that do not belong there.") from None
    if check != check_sum(packed):
        raise LinkError("This link was altered or cut off: its check sum is wrong.")
    return packed


def _checked(data: bytes) -> Recipe:
    try:
        recipe = checked(_decoder.decode(data))
        conflicts.check(recipe)
    except NotLegal as error:
        raise LinkError(
            f"This link asks for something that the playground does not have (any more). {error.sentence}"
        ) from None
    except (msgspec.MsgspecError, ValueError, TypeError, KeyError) as error:
        raise LinkError(f"This link does not describe a run: {error}.") from None
    return recipe


def check_sum(packed: bytes) -> str:
    return sha256(packed).hexdigest()[:CHECK_LENGTH]
