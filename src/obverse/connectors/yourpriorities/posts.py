"""The posts of a group. The export is put together from texts, not written as CSV: what it tears apart is put back."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from obverse.evidence.problems import Problem
from obverse.evidence.reading import ROW as ROW_IN_FILE
from obverse.evidence.receiving.delimited import read_delimited, read_header
from obverse.evidence.receiving.fields import Match, plain_heading

# What a list of points becomes where the server writes it without saying how.
_OBJECT = "[object Object]"
_DELETED = "DELETED"
# What JavaScript writes for something that is not there.
_NOTHING = {"null", "undefined", "NaN"}
_START = re.compile(r'^(\d+),(\d+),(?="|DELETED)', re.MULTILINE)
_ADDRESS = re.compile(r'/post/(\d+)",')
_HEAD = re.compile(
    r'\d+,\d+,"(?P<email>[^"]*)","(?P<user_name>.*?)","(?P<title>[^"]*)",(?P<answers>.*)', re.DOTALL
)
_TAIL = re.compile(
    r'"(?P<category>.*?)",(?:"[^"]*"|[^,]*),(?:"[^"]*"|[^,]*),(?P<up>\d+),(?P<down>\d+),(?P<points>\w*),(?P<rest>.*)',
    re.DOTALL,
)
_POINTS = re.compile(r'"(?P<points_for>[^"]*)","(?P<points_against>[^"]*)"')


@dataclass(frozen=True, slots=True)
class Post:
    """One post: its fields under our names, the answers it gives to the group's questions, and its row."""

    row: int
    fields: Mapping[str, str]
    answers: Sequence[str]

    def text(self, name: str) -> str:
        """A field, empty where nothing stands in it."""
        found = self.fields.get(name, "").strip()
        return "" if found in _NOTHING else found

    @property
    def deleted(self) -> bool:
        """Whether only the number of the post is left."""
        return self.fields.get("email", "") == _DELETED


@dataclass(slots=True)
class Posts:
    """The posts of one file, with what could not be put back: torn rows, and points whose text the server lost."""

    match: Match
    questions: tuple[str, ...] = ()
    posts: list[Post] = field(default_factory=list)
    mended: int = 0
    torn: int = 0
    problems: tuple[Problem, ...] = ()

    def unknown(self) -> tuple[str, ...]:
        """The headings that are neither fields, nor questions, nor ratings."""
        return tuple(
            heading
            for heading in self.match.unknown
            if heading not in self.questions and not is_rating(heading)
        )

    def ratings(self) -> tuple[str, ...]:
        """The headings of ratings."""
        return tuple(heading for heading in self.match.unknown if is_rating(heading))


def is_rating(heading: str) -> bool:
    """Whether a heading is one of the pair that the export writes for a rating.

    >>> is_rating("Quality average"), is_rating("Quality")
    (True, False)
    """
    return heading.endswith((" count", " average"))


def read_posts(file: Path, match: Match) -> Posts:
    """Read the posts as CSV where they are that, otherwise by what surely stands in each of them."""
    header = read_header(file)
    found = Posts(match, questions=_questions(header))
    table = read_delimited(file)
    if table.rows is not None and not table.problems:
        found.posts = _as_table(table.rows, match, found.questions)
        return found
    text = file.read_text(encoding="utf-8", errors="replace")
    width = max(len(found.questions), 1)
    starts, found.torn = _in_order(text)
    if not starts:
        found.problems = table.problems
        return found
    ends = [start for start, _, _ in starts[1:]] + [len(text)]
    for (start, number, post_id), end in zip(starts, ends, strict=True):
        record = text[start:end]
        fields = _mend(record, post_id, width)
        if fields is None:
            found.torn += 1
        else:
            named, answers = fields
            found.posts.append(Post(number + 1, named, answers))
            found.mended += 1
    return found


def lost_points(post: Post) -> bool:
    """Whether the server wrote the points of a post without their texts."""
    return _OBJECT in post.fields.get("points_for", "") + post.fields.get("points_against", "")


def points(text: str) -> list[str]:
    """The points of one cell, which two line breaks keep apart (none holds a line break itself).

    >>> points("Yes\\n\\nOf course\\n\\n")
    ['Yes', 'Of course']
    """
    return [part.strip() for part in re.split(r"\r?\n\r?\n", text) if part.strip()]


def _questions(header: Sequence[str]) -> tuple[str, ...]:
    """What stands between the name of a post and its address: only there the export writes the group's own words."""
    plain = [plain_heading(heading) for heading in header]
    if "post name" not in plain or "url" not in plain:
        return ()
    between = header[plain.index("post name") + 1 : plain.index("url")]
    return tuple(between) if [plain_heading(heading) for heading in between] != ["description"] else ()


def _as_table(rows: object, match: Match, questions: Sequence[str]) -> list[Post]:
    with duckdb.connect(":memory:") as connection:
        connection.register("arriving", rows)
        found = connection.sql(match.select("arriving")).to_arrow_table().to_pylist()
        raw = connection.sql("SELECT * FROM arriving").to_arrow_table().to_pylist()
    return [
        Post(int(row[ROW_IN_FILE]), row, [own[question] for question in questions] or [row["description"]])
        for row, own in zip(found, raw, strict=True)
    ]


def _in_order(text: str) -> tuple[list[tuple[int, int, str]], int]:
    """Where each post begins, with its number in turn and its own, and how many numbers are left out.

    A line of a text may begin like a post; it names none whose address stands in the file.
    """
    addresses = set(_ADDRESS.findall(text))
    found: list[tuple[int, int, str]] = []
    last = torn = 0
    loose = False
    for start in _START.finditer(text):
        number = int(start[1])
        if number <= last:
            continue
        if start[2] in addresses or text.startswith(_DELETED, start.end()):
            torn += number - last - 1
            found.append((start.start(), number, start[2]))
            last, loose = number, False
        else:
            loose = loose or number == last + 1
    return found, torn + loose


def _mend(record: str, post_id: str, width: int) -> tuple[dict[str, str], list[str]] | None:
    if record.split(",", 3)[2].strip() == _DELETED:
        return {"post": post_id, "email": _DELETED}, []
    # The address of the post itself is the one thing in the middle that is always quoted and never anything else.
    addresses = list(re.finditer(rf',"https?://[^"\s]*/post/{post_id}",', record))
    if not addresses:
        return None
    head = _HEAD.fullmatch(record[: addresses[-1].start()])
    tail = _TAIL.match(record[addresses[-1].end() :])
    if head is None or tail is None:
        return None
    fields = {**head.groupdict(), **tail.groupdict(), "post": post_id}
    told = fields.pop("answers")
    inner = told[1:-1] if len(told) > 1 and told[0] == told[-1] == '"' else told
    answers = inner.split('","') if width > 1 else [inner]
    rest = fields.pop("rest")
    if _OBJECT in rest:
        fields["points_for"] = _OBJECT
    elif both := _POINTS.match(rest):
        fields |= both.groupdict()
    return fields, answers if len(answers) == width else [inner]
