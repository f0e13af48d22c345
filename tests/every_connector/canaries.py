"""Made-up people, planted into exports: into columns that tell of people, into texts, into columns nobody reads.

All are clearly synthetic: "Canarina Zqx0001", zqm0001@canary.example (a reserved ending), telephone numbers of zeros,
"1 Zqa0001 Street", network addresses of the block for documentation (RFC 3849), ids that begin with 77007700.
"""

from __future__ import annotations

import re

UNREAD = "Ancillary remark"
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_WORD = re.compile(r"[\w.@-]+")


class Flock:
    """Canaries by number: what is told twice in an export becomes the same one twice."""

    def __init__(self, first: int = 1) -> None:
        self.first = first
        self.numbers: dict[tuple[str, str], int] = {}
        self.names: list[str] = []
        self.texts: dict[str, str] = {}

    def __len__(self) -> int:
        return len(self.numbers)

    def number(self, kind: str, told: str) -> int:
        """The number of the canary that stands for what was told."""
        return self.numbers.setdefault((kind, told), self.first + len(self.numbers))

    def of(self, kind: str, told: str) -> str:
        """A name, nickname, e-mail address, telephone number, postal or network address, or id of the same shape."""
        number = self.number(kind, told)
        if kind == "id":
            return _same_shape(told, number)
        return {
            "name": f"Canarina {'' if number % 2 else 'Maria '}Zqx{number:04d}",
            "last": f"Zqx{number:04d}",
            "nick": f"zqn{number:04d}",
            "email": f"zqm{number:04d}@canary.example",
            "phone": f"+33 6 00 00 {number // 100:02d} {number % 100:02d}",
            "local": f"06.00.00.{number // 100:02d}.{number % 100:02d}",
            "address": f"{number} Zqa{number:04d} Street",
            "ip": f"2001:db8:ca:a::{number:04x}",
        }[kind]

    def everything(self, told: str) -> str:
        """All that can be told of somebody, as it stands in a column that nobody reads."""
        kinds = ("name", "email", "phone", "address", "ip")
        return ", ".join(self.of(kind, f"{UNREAD} {told}") for kind in kinds)

    def text(self, said: str) -> str:
        """What somebody wrote, with ways to reach people in it, and the names of people of the same export."""
        if said in self.texts:
            return self.texts[said]
        mail, *others = (self.of("email", f"{said}{more}") for more in ("", " too", " as a link"))
        ways = f"write to {mail.upper()}, {others[0].replace('@', ' (at) ')} or mailto:{others[1].replace('@', '%40')}"
        ways += f", ring {self.of('phone', said)} or {self.of('local', said)}, tell @{self.of('nick', said)}"
        if self.names:
            first, last = self.names[len(said) % len(self.names)], self.names[-1]
            given, _, family = last.rpartition(" ")
            ways += f", say {first.upper()} and {last.replace(' ', '  ')} ({family}, {given})"
        self.texts[said] = f"{said} ({ways})"
        return self.texts[said]


def _same_shape(told: str, number: int) -> str:
    if told.isdigit():
        return f"77007700{number:04d}"
    if _UUID.fullmatch(told):
        return f"77007700-7700-4700-8700-77007700{number:04d}"
    head, slash, tail = told.rpartition("/")
    return f"{head}{slash}zqu{number:04d}" if _WORD.fullmatch(tail) else told
