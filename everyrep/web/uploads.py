"""How much of an upload is read at all: what is too large is passed over, the rest of the form is kept."""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

TOO_LARGE = "everyrep.too_large"  # in request.META: the names of the fields that brought too large a file
FORM_BYTES = 1_000_000  # what a form may hold beside its files


class Capped(FileUploadHandler):
    """The first of the upload handlers: no file is larger than PHOTO_BYTES, none is a fifth of four.

    A request that says it is larger than all that may come is refused before it is read.
    """

    def handle_raw_input(
        self, _input: Any, _meta: Any, content_length: int, _boundary: Any, _encoding: Any = None
    ) -> None:
        if content_length > settings.PHOTO_BYTES * (settings.PHOTOS_MOST + 1) + FORM_BYTES:
            raise RequestDataTooBig("an upload larger than any form takes")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        if start + len(raw_data) > settings.PHOTO_BYTES:
            assert self.request is not None
            self.request.META.setdefault(TOO_LARGE, []).append(self.field_name)
            raise SkipFile
        return raw_data

    def file_complete(self, _file_size: int) -> None:
        return None


def passed_over(request: HttpRequest, field: str) -> bool:
    """Whether a file of this field was too large to be read, as far as the form has been read."""
    return field in request.META.get(TOO_LARGE, [])
