"""What an installation consists of: its folder, its secret, its rooms, and who vouches for people elsewhere."""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path
from typing import Any

HOME = Path(__file__).resolve().parent
FOLDER = "OBVERSE_DATA"


def data_folder() -> Path:
    """The folder of the installation, made where it is missing, for its owner only."""
    folder = Path(os.environ.get(FOLDER, "") or "obverse-data").absolute()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def secret_key(folder: Path) -> str:
    """The secret that signs sessions: made at the first start, kept in the installation's folder."""
    file = folder / "secret.key"
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text(encoding="ascii")
    with os.fdopen(handle, "w", encoding="ascii") as written:
        secret = secrets.token_urlsafe(50)
        written.write(secret)
    return secret


def apps() -> list[str]:
    """The rooms of the workspace that keep something or bring pages: folders that hold an ``apps.py``."""
    return sorted(f"obverse.web.{file.parent.name}" for file in HOME.glob("*/apps.py"))


def sign_in_providers() -> dict[str, Any]:
    """OpenID Connect, where ``OBVERSE_OPENID`` holds its settings as JSON: id, name, client_id, secret, server_url."""
    told = os.environ.get("OBVERSE_OPENID", "")
    if not told:
        return {}
    said = json.loads(told)
    one = {
        "provider_id": said["id"],
        "name": said["name"],
        "client_id": said["client_id"],
        "secret": said["secret"],
        "settings": {"server_url": said["server_url"]},
    }
    return {"openid_connect": {"APPS": [one], "OAUTH_PKCE_ENABLED": True}}
