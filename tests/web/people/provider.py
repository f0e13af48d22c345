"""A small OpenID Connect provider on the loopback: it vouches for whoever it is told to, with a signed token."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa


class Provider:
    """What the provider knows: whom it vouches for, and the challenge of each sign-in that is under way."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.claims: dict[str, Any] = {}
        self.challenges: dict[str, str] = {}
        self.asked: list[str] = []

    def answer(self, path: str, asked: dict[str, str]) -> tuple[int, Any]:
        """Answer one request: a status, and an address to go to or an object to send."""
        self.asked.append(path)
        if path.endswith("openid-configuration"):
            names = {"authorization": "authorize", "token": "token", "userinfo": "userinfo"}
            said = {f"{name}_endpoint": f"{self.address}/{place}" for name, place in names.items()}
            return 200, {**said, "issuer": self.address, "jwks_uri": f"{self.address}/keys"}
        if path == "/authorize":
            code = hashlib.sha256(asked["state"].encode()).hexdigest()
            self.challenges[code] = asked["code_challenge"]
            return 302, f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"
        if path == "/token":
            proof = base64.urlsafe_b64encode(hashlib.sha256(asked["code_verifier"].encode()).digest())
            if proof.rstrip(b"=").decode() != self.challenges.pop(asked["code"]):
                return 400, {"error": "invalid_grant"}
            return 200, {"access_token": "x", "token_type": "Bearer", "id_token": self.token()}
        if path == "/keys":
            public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
            return 200, {"keys": [{**public, "kid": "1", "use": "sig", "alg": "RS256"}]}
        return 200, self.claims

    def token(self) -> str:
        """What the provider says of whom it vouches for, signed."""
        until = {
            "iss": self.address,
            "aud": "workspace",
            "iat": int(time.time()),
            "exp": int(time.time()) + 60,
        }
        return jwt.encode({**self.claims, **until}, self.key, "RS256", headers={"kid": "1"})


@contextmanager
def provider() -> Iterator[Provider]:
    """A provider that listens for as long as it is needed."""

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.reply("")

        def do_POST(self) -> None:
            self.reply(self.rfile.read(int(self.headers["Content-Length"])).decode())

        def reply(self, sent: str) -> None:
            path = urlsplit(self.path)
            asked = {name: values[0] for name, values in parse_qs(path.query or sent).items()}
            status, content = known.answer(path.path, asked)
            self.send_response(status)
            if status == 302:
                self.send_header("Location", content)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(b"" if status == 302 else json.dumps(content).encode())

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - so it is called
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    known = Provider(f"http://127.0.0.1:{server.server_port}")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield known
    finally:
        server.shutdown()
        server.server_close()
