"""Bodies that travel compressed: two hundred operations are 130 kB as they are, and 15 kB packed."""

import gzip
import zlib

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from everyrep.api.reading import Unreadable

PACKING = "gzip"
WORTH_PACKING = 1000  # bytes; less than that fits into one packet anyway


class TooLarge(ValueError):
    """A body of more bytes than are read, as it came or unpacked."""


def unpacked(request: HttpRequest, most: int) -> bytes:
    """The body of at most `most` bytes. Raises TooLarge, or Unreadable where it does not unpack."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > most:
        raise TooLarge
    if request.headers.get("Content-Encoding", "") != PACKING:
        return request.body
    reader = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        content = reader.decompress(request.body, most + 1)  # never more than that, however much is in it
    except zlib.error as fault:
        raise Unreadable(str(fault)) from fault
    if len(content) > most:
        raise TooLarge
    if not reader.eof:
        raise Unreadable("the compressed body ends too early")
    return content


def packed(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """The answer, compressed where the device reads that and it is worth it."""
    patch_vary_headers(answer, ("Accept-Encoding",))
    if PACKING in request.headers.get("Accept-Encoding", "") and len(answer.content) > WORTH_PACKING:
        answer.content = gzip.compress(answer.content, compresslevel=5, mtime=0)
        answer.headers["Content-Encoding"] = PACKING
    return answer
