"""The client against a server that plays the faults of live sources; nobody waits for real."""

import email.utils
import gzip
import json
from pathlib import Path

import pytest

from intake.sources.answers import read_json
from intake.sources.cache import Cache
from intake.sources.client import HIDDEN, Client, Limits
from intake.sources.faults import ShapeError, SourceError
from tests.intake.sources.conftest import Sleeper
from tests.intake.sources.server import Reply, Source, serving

GOOD = Reply(json.dumps({"answer": 42}))
FEW = Limits(tries=3, first_wait=2.0, longest_wait=3.0)


def read(path: Path, kind: str) -> object:
    return read_json(path, kind, "test")


def ask(source: Source, sleeper: Sleeper, *, limits: Limits = FEW, path: str = "/x", **options):
    settings = {"every": 0.0, "clock": sleeper.clock(), "limits": limits, **options}
    request = {name: settings.pop(name) for name in ("headers", "form", "keep") if name in settings}
    with Client("test", source.url, **settings) as client:
        return client.ask(path, read, **request)


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_a_passing_fault_is_asked_again(source: Source, sleeper: Sleeper, status: int) -> None:
    source.routes["/x"] = [Reply("", status), Reply("", status), GOOD]
    assert ask(source, sleeper) == {"answer": 42}
    assert len(source.asked) == 3
    assert sleeper.slept == [2.0, 3.0]  # doubled, but not above the longest wait


def test_waits_have_jitter(source: Source, sleeper: Sleeper) -> None:
    source.routes["/x"] = [Reply("", 500), GOOD]
    clock = sleeper.clock()
    still = type(clock)(clock.monotonic, clock.now, clock.sleep, lambda: 0.25)
    ask(source, sleeper, clock=still)
    assert sleeper.slept == [2.0 * (0.5 + 0.125)]


def test_it_gives_up_in_one_line(source: Source, sleeper: Sleeper) -> None:
    source.routes["/x"] = Reply("", 500)
    with pytest.raises(SourceError) as raised:
        ask(source, sleeper)
    assert raised.value.user_message == (
        f"test: asked 3 times, without success: HTTP 500 ({source.url}/x)"
    )


def test_who_waits_is_told_why(source: Source, sleeper: Sleeper) -> None:
    told: list[str] = []
    source.routes["/x"] = [Reply("", 500), Reply("<html>abcdefgh"), GOOD]
    ask(source, sleeper, tell=told.append, secrets={"KELISIM_KEY": "abcdefgh"})
    assert told == [
        "test: HTTP 500; asked again in 2 s (2 of 3)",
        "test: expected data; came a page: <html>***; asked again in 3 s (3 of 3)",
    ]


@pytest.mark.parametrize("status", [400, 404, 410])
def test_a_lasting_fault_is_not_asked_again(source: Source, sleeper: Sleeper, status: int) -> None:
    source.routes["/x"] = Reply("", status)
    with pytest.raises(SourceError, match=f"HTTP {status}"):
        ask(source, sleeper)
    assert len(source.asked) == 1


def test_retry_after_in_seconds_is_honoured(source: Source, sleeper: Sleeper) -> None:
    source.routes["/x"] = [Reply("", 429, {"Retry-After": "77"}), GOOD]
    ask(source, sleeper)
    assert sleeper.slept == [77.0]


def test_retry_after_as_a_date_is_honoured(source: Source, sleeper: Sleeper) -> None:
    when = email.utils.formatdate(sleeper.at + 120, usegmt=True)
    source.routes["/x"] = [Reply("", 503, {"Retry-After": when}), GOOD]
    ask(source, sleeper)
    assert sleeper.slept == [120.0]


@pytest.mark.parametrize("said", ["soon", "-5", "Mon, 99 Foo 2026 00:00:00 GMT"])
def test_a_retry_after_that_says_nothing_is_passed_over(
    source: Source, sleeper: Sleeper, said: str
) -> None:
    source.routes["/x"] = [Reply("", 503, {"Retry-After": said}), GOOD]
    ask(source, sleeper)
    assert sleeper.slept == [2.0]


def test_a_longer_retry_after_ends_the_run(source: Source, sleeper: Sleeper) -> None:
    source.routes["/x"] = Reply("", 429, {"Retry-After": "86400"})
    with pytest.raises(SourceError, match="come back in 86400 s"):
        ask(source, sleeper)
    assert sleeper.slept == []


def test_requests_keep_their_distance(source: Source, sleeper: Sleeper) -> None:
    source.routes["/x"] = GOOD
    with Client("test", source.url, every=5.0, clock=sleeper.clock()) as client:
        for _ in range(3):
            client.ask("/x", read, keep=False)
    assert sleeper.slept == [5.0, 5.0]


# ---------------------------------------------------------------- answers that are no data


@pytest.mark.parametrize(
    "bad",
    [
        Reply("<!DOCTYPE html><html>Технические работы</html>", 200, {"Content-Type": "text/html"}),
        Reply("\n <html>", 200, {"Content-Type": "application/json"}),
        Reply('{"answer": 42}', cut=5),
        Reply('{"answer": [1, 2, 3', silent_cut=19),
        Reply('{"answer": "abc', silent_cut=15),
        Reply(""),
    ],
    ids=["html", "html as json", "cut off", "cut off silently", "cut in a word", "empty"],
)
def test_what_is_no_data_is_asked_again(source: Source, sleeper: Sleeper, bad: Reply) -> None:
    source.routes["/x"] = [bad, GOOD]
    assert ask(source, sleeper) == {"answer": 42}
    source.routes["/x"] = bad
    with pytest.raises(SourceError, match="asked 3 times, without success"):
        ask(source, sleeper)


def test_what_is_no_json_ends_at_once(source: Source, sleeper: Sleeper) -> None:
    source.routes["/x"] = Reply("{'answer': 42, 'more': 43}")
    with pytest.raises(ShapeError, match="expected JSON"):
        ask(source, sleeper)
    assert len(source.asked) == 1


@pytest.mark.parametrize(
    ("name", "encoding", "kind"),
    [
        ("Түркістан", "utf-8", ""),
        ("Түркістан", "utf-8-sig", "application/json; charset=windows-1251"),
        ("Түркістан", "utf-16", ""),
        ("Туркестан", "cp1251", "application/json; charset=windows-1251"),
        ("Түркістан", "utf-8", "application/json; charset=no-such-thing"),
    ],
)
def test_encodings_that_are_said_are_read(
    source: Source, sleeper: Sleeper, name: str, encoding: str, kind: str
) -> None:
    body = json.dumps({"name": name}, ensure_ascii=False).encode(encoding)
    source.routes["/x"] = Reply(body, 200, {"Content-Type": kind})
    assert ask(source, sleeper) == {"name": name}


def test_an_encoding_that_is_not_said_is_not_guessed(source: Source, sleeper: Sleeper) -> None:
    source.routes["/x"] = Reply('{"name": "Туркестан"}'.encode("cp1251"))
    with pytest.raises(ShapeError, match="expected text in utf-8; came byte 0xd2"):
        ask(source, sleeper)


# ---------------------------------------------------------------- size and time


def test_a_large_answer_is_refused_while_it_streams(source: Source, sleeper: Sleeper) -> None:
    source.routes["/x"] = Reply(b" " * 300_000)
    with pytest.raises(SourceError, match=r"larger than 0 MB"):
        ask(source, sleeper, limits=Limits(max_bytes=100_000))
    assert len(source.asked) == 1


def test_a_small_answer_that_unpacks_to_a_large_one_is_refused(
    source: Source, sleeper: Sleeper
) -> None:
    source.routes["/x"] = Reply(gzip.compress(b" " * 5_000_000), 200, {"Content-Encoding": "gzip"})
    with pytest.raises(SourceError, match=r"larger than 1 MB"):
        ask(source, sleeper, limits=Limits(max_bytes=1_000_000))


def test_a_slow_trickle_has_an_end(source: Source) -> None:
    source.routes["/x"] = Reply(b"[" * 200, pieces=0.02)
    with (
        Client("test", source.url, every=0.0, limits=Limits(seconds=0.15, tries=1)) as client,
        pytest.raises(SourceError, match=r"took longer than 0.15 s"),
    ):
        client.ask("/x", read)


def test_silence_has_an_end(source: Source) -> None:
    source.routes["/x"] = Reply(b"[[", pieces=0.5)
    with (
        Client("test", source.url, every=0.0, limits=Limits(silence=0.1, tries=1)) as client,
        pytest.raises(SourceError, match="did not answer in time"),
    ):
        client.ask("/x", read)


def test_nobody_at_home(sleeper: Sleeper) -> None:
    with serving() as gone:
        pass
    with pytest.raises(SourceError, match="the connection failed"):
        ask(gone, sleeper)


# ---------------------------------------------------------------- redirects


def test_a_redirect_on_the_same_server_is_followed(source: Source, sleeper: Sleeper) -> None:
    source.routes["/x"] = Reply("", 302, {"Location": "/file.json"})
    source.routes["/file.json"] = GOOD
    assert ask(source, sleeper) == {"answer": 42}


@pytest.mark.parametrize(
    "target", ["https://example.invalid/x", "http://127.0.0.1:1/x", "//evil/x", ""]
)
def test_a_redirect_elsewhere_is_refused(source: Source, sleeper: Sleeper, target: str) -> None:
    source.routes["/x"] = Reply("", 302, {"Location": target})
    with pytest.raises(SourceError, match=r"a redirect to .* is refused"):
        ask(source, sleeper, headers={"Authorization": "Bearer secret"})
    assert len(source.asked) == 1


def test_an_allowed_host_gets_no_key(source: Source, sleeper: Sleeper) -> None:
    port = source.url.rpartition(":")[2]
    source.routes["/x"] = Reply("", 302, {"Location": f"http://localhost:{port}/file.json"})
    source.routes["/file.json"] = GOOD
    ask(source, sleeper, hosts=("localhost",), headers={"Authorization": "Bearer secret"})
    assert ["Authorization" in asked.headers for asked in source.asked] == [True, False]


def test_redirects_that_never_end(source: Source, sleeper: Sleeper) -> None:
    source.routes["/x"] = Reply("", 302, {"Location": "/x"})
    with pytest.raises(SourceError, match="more than 5 redirects"):
        ask(source, sleeper)
    assert len(source.asked) == 6


# ---------------------------------------------------------------- the cache


def test_what_was_read_is_not_asked_for_again(
    source: Source, sleeper: Sleeper, tmp_path: Path
) -> None:
    source.routes["/x"] = GOOD
    cache = Cache(tmp_path, max_age=60, now=lambda: sleeper.at)
    assert ask(source, sleeper, cache=cache) == ask(source, sleeper, cache=cache)
    assert len(source.asked) == 1
    sleeper.at += 61
    ask(source, sleeper, cache=cache)
    assert len(source.asked) == 2


def test_a_damaged_answer_is_asked_for_again(
    source: Source, sleeper: Sleeper, tmp_path: Path
) -> None:
    source.routes["/x"] = GOOD
    cache = Cache(tmp_path, max_age=60, now=lambda: sleeper.at)
    ask(source, sleeper, cache=cache)
    (body,) = tmp_path.glob("*.body")
    body.write_bytes(b'{"answer": 43}')
    assert ask(source, sleeper, cache=cache) == {"answer": 42}
    (note,) = tmp_path.glob("*.json")
    note.write_text("[]")
    assert ask(source, sleeper, cache=cache) == {"answer": 42}
    assert len(source.asked) == 3


def test_what_could_not_be_read_is_not_kept(
    source: Source, sleeper: Sleeper, tmp_path: Path
) -> None:
    source.routes["/x"] = Reply("<html>")
    with pytest.raises(SourceError):
        ask(source, sleeper, cache=Cache(tmp_path, max_age=60))
    assert list(tmp_path.iterdir()) == []


def test_a_cache_that_cannot_be_written_is_one_line(
    source: Source, sleeper: Sleeper, tmp_path: Path
) -> None:
    source.routes["/x"] = GOOD
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(SourceError, match=r"file/cache cannot be written: Not a directory"):
        ask(source, sleeper, cache=Cache(tmp_path / "file" / "cache", max_age=60))


# ---------------------------------------------------------------- keys and proxies

KEY = "s3cret/kéy+with spaces&0123456789"


@pytest.mark.parametrize(
    "reply",
    [
        Reply("<html>your key is " + KEY),
        Reply("<html>" + "x" * 100 + KEY),
        Reply('{"key": "' + KEY, silent_cut=30),
        Reply("", 500),
        Reply("", 403),
        Reply("", 302, {"Location": "https://example.invalid/?s3cret/k"}),
        Reply("[" + KEY + "]"),
    ],
    ids=["page", "cut by us", "cut off", "500", "403", "redirect", "shape"],
)
def test_no_message_holds_a_key(source: Source, sleeper: Sleeper, reply: Reply) -> None:
    source.routes["/x"] = reply
    with pytest.raises(SourceError) as raised:
        ask(source, sleeper, secrets={"KELISIM_KEY": KEY}, headers={"X-Key": KEY.encode().hex()})
    said = raised.value.user_message
    assert not any(KEY[at : at + 6] in said for at in range(len(KEY) - 5))
    assert raised.value.__cause__ is None
    assert "\n" not in said


def test_a_key_that_is_hidden_leaves_a_mark(source: Source, sleeper: Sleeper) -> None:
    source.routes["/x"] = Reply("<html>your key is " + KEY)
    with pytest.raises(SourceError) as raised:
        ask(source, sleeper, secrets={"KELISIM_KEY": KEY})
    assert f"your key is {HIDDEN}" in raised.value.user_message


def test_a_refused_key_names_its_variable(source: Source, sleeper: Sleeper) -> None:
    source.routes["/x"] = Reply("", 401)
    with pytest.raises(SourceError, match=r"HTTP 401 \(keys: KELISIM_KEY\)"):
        ask(source, sleeper, secrets={"KELISIM_KEY": "abc"})


@pytest.mark.parametrize("key", ["abcdef\nX-Evil: 1", "ключ-abcdef"])
def test_a_key_that_no_header_can_carry(source: Source, sleeper: Sleeper, key: str) -> None:
    with pytest.raises(SourceError, match="a key holds a sign") as raised:
        ask(source, sleeper, secrets={"KELISIM_KEY": key}, headers={"X-Key": key})
    assert "abcdef" not in raised.value.user_message
    assert source.asked == []


def test_a_proxy_of_the_environment_is_used(
    source: Source, sleeper: Sleeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("NO_PROXY", "no_proxy", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HTTP_PROXY", source.url)
    source.routes["/x"] = GOOD
    with Client("test", "http://source.invalid", every=0.0, clock=sleeper.clock()) as client:
        assert client.ask("/x", read) == {"answer": 42}
    assert source.asked[0].line == "http://source.invalid/x"


def test_no_proxy_stands_before_this_computer(
    source: Source, sleeper: Sleeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    source.routes["/x"] = GOOD
    assert ask(source, sleeper) == {"answer": 42}
