"""What tells one copy of a file from another: the ETag and the date that a server gives with it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

__all__ = ["Validators"]


@dataclass(frozen=True)
class Validators:
    """What tells a copy from another.

    Attributes
    ----------
    etag, modified : str
        As the server writes them; "" where it does not.
    """

    etag: str = ""
    modified: str = ""

    @property
    def told(self):
        """Whether the server tells copies apart."""
        return bool(self.etag or self.modified)

    @property
    def day(self):
        """ISO date of the last change, "" where the server says none."""
        try:
            return parsedate_to_datetime(self.modified).date().isoformat()
        except (TypeError, ValueError):
            return ""

    @property
    def condition(self):
        """Headers that ask for the file only if it is another one."""
        said = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in said.items() if value}

    @property
    def proof(self):
        """Headers that ask for a piece only if it is of this one; a weak ETag cannot."""
        strong = "" if self.etag.startswith("W/") else self.etag
        return {"If-Range": strong or self.modified} if strong or self.modified else {}

    def __str__(self):
        """As one word, for `Fetched.modified`."""
        return json.dumps([self.etag, self.modified]) if self.told else ""

    @staticmethod
    def read(text):
        """Read what `str` wrote; none for anything else."""
        try:
            etag, modified = json.loads(text)
        except (ValueError, TypeError):
            return Validators()
        return Validators(str(etag), str(modified))

    @staticmethod
    def of(response):
        """Read them from a reply."""
        headers = response.headers
        return Validators(headers.get("ETag", "").strip(), headers.get("Last-Modified", "").strip())
