"""Patterns that see a stranger's text read each letter of it a bounded number of times: what took hours ends.

Each text is one on which the time grows with the square of its length where a pattern tries again from each place. It is read in a process of
its own, for nothing else can end a pattern at work; the guard is for one that hangs, not for a slow machine.
"""

import subprocess
import sys

import pytest

_TEXTS = {
    "robots.txt of empty lines": """
from broadsheet.net.place import of_address
from broadsheet.proxy.robots import allowed
assert not allowed("\\n" * 500_000 + "User-agent: *\\nDisallow: /", of_address("gopher://hole.example/"))
assert not allowed("\\n" * 500_000 + "\\t User-agent: Broadsheet\\nDisallow: /", of_address("gopher://hole.example/"))
""",
    "comments that open and never close": """
from broadsheet.gather.permission import _COMMENT
assert _COMMENT.sub(b"", b"a" + b"<!--" * 2_000_000) == b"a"
assert _COMMENT.sub(b"", b"a<!-->b<!--->c<!-- x --!>d<!-- y -->e") == b"abcde"
""",
    "a string of escaped quotation marks that is cut off": """
from broadsheet.archive.traces import _STRING
assert _STRING.sub("", '"' + '\\\\"' * 500_000) == ""
assert _STRING.findall('a "b\\\\"c" d "e') == ['"b\\\\"c"', '"e']
""",
    "a title of blanks": """
from broadsheet.gather.discover import _TITLE_MARK
assert _TITLE_MARK.split(" " * 500_000) == [" " * 500_000]
assert _TITLE_MARK.split("Der  - Bote|Kurier | | Neues: heute") == ["Der", "Bote", "Kurier", "", "Neues: heute"]
""",
    "a feed under check of entries that never close": """
import datetime
from broadsheet.check.exchange import Exchange
from broadsheet.check.gemini.pages import atom
from broadsheet.check.gemini.seen import Seen, page
from broadsheet.check.target import target
feed = page("gemini://hole.example/", Exchange(sent=b"", received=b"20 application/atom+xml\\r\\n<feed xmlns='http://www.w3.org/2005/Atom'>" + b"<entry" * 300_000))
seen = Seen(target=target("gemini://hole.example/"), moment=datetime.datetime.now(datetime.UTC), asked={}, pages=(feed,))
assert [fault.where for fault in atom(seen)] == ["gemini://hole.example/"]
""",
}


@pytest.mark.parametrize("text", _TEXTS.values(), ids=_TEXTS)
def test_a_text_made_against_a_pattern_is_read_all_the_same(text: str) -> None:
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
