"""Somebody who uses a running installation over HTTP, as a browser without script does."""

import http.client
import re
import urllib.error
import urllib.request
import uuid
from http.cookiejar import CookieJar
from typing import Any
from urllib.parse import urlencode

_token = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Answer:
    """What came back: the status (0: nobody answered), the address that it ended at, the text, the headers."""

    def __init__(self, status: int, url: str, text: str, headers: Any = None) -> None:
        """Keep the parts."""
        self.status, self.url, self.text, self.headers = status, url, text, headers or {}


class Visitor:
    """A session of its own: cookies are kept, forms carry their token."""

    def __init__(self, url: str) -> None:
        """Nobody is asked yet."""
        self.url = url
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def get(self, path: str, timeout: float = 60) -> Answer:
        """Open a page."""
        return self._ask(urllib.request.Request(self.url + path), timeout)

    def post(
        self, page: str, path: str, timeout: float = 120, file: tuple[str, bytes] | None = None, **given: str
    ) -> Answer:
        """Send a form of `page` to `path`."""
        found = _token.search(self.get(page).text)
        assert found, f"{page} has no form"
        fields = given | {"csrfmiddlewaretoken": found[1]}
        headers = {"Referer": self.url + page}
        if file is None:
            data = urlencode(fields).encode()
        else:
            edge = uuid.uuid4().hex
            headers["Content-Type"] = f"multipart/form-data; boundary={edge}"
            data = _multipart(edge, fields, file)
        return self._ask(urllib.request.Request(self.url + path, data, headers), timeout)

    def sign_in(self, account: dict[str, str]) -> "Visitor":
        """Sign in."""
        answer = self.post("/sign-in/", "/sign-in/", login=account["email"], password=account["password"])
        assert answer.url == self.url + "/", answer.status
        return self

    def _ask(self, request: urllib.request.Request, timeout: float) -> Answer:
        try:
            with self.opener.open(request, timeout=timeout) as found:
                return Answer(found.status, found.url, found.read().decode(), found.headers)
        except urllib.error.HTTPError as refused:
            with refused:
                return Answer(refused.code, refused.url or "", refused.read().decode(), refused.headers)
        except (OSError, http.client.HTTPException):
            return Answer(0, "", "")


def _multipart(edge: str, fields: dict[str, str], file: tuple[str, bytes]) -> bytes:
    parts = [
        f'--{edge}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'.encode() for k, v in fields.items()
    ]
    name, content = file
    head = (
        f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: text/csv\r\n\r\n'
    )
    return b"".join([*parts, head.encode(), content, f"\r\n--{edge}--\r\n".encode()])
