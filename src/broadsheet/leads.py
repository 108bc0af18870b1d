"""A page and the rules of its site in, where they say that its article is whole and where it goes on, out; looked for in a process of its own.

A user's expression on anybody's page may take any time, and what parses hostile input is not trusted: so a page that rules want looked at gets a process
with limits of time and memory, which costs a seventh of a second.
"""

import asyncio
import contextlib
import os
import resource
import sys
from typing import Any

import msgspec

from . import address as addresses
from . import xpath
from .gather.outline import decoded
from .siteconfig import Leads, SiteConfig
from .text import clean

SECONDS = 10.0
_MEMORY = 1 << 30
_LARGEST = 24 << 20  # characters of a page with what rules put into it
_MODULE = "broadsheet.leads"


class LeadsError(Exception):
    """It cannot be said where a page leads."""


class _Task(msgspec.Struct, frozen=True):
    text: str
    address: str
    rules: SiteConfig


async def leads(body: bytes, address: str, charset: str, rules: SiteConfig, *, seconds: float = SECONDS) -> Leads:
    """Where the page *body* at *address* leads by *rules*; `LeadsError` where that takes too long or ends the process."""
    if not rules.leads():
        return Leads(alone=not rules.continues)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    pipe = asyncio.subprocess.PIPE
    # A session of its own: Ctrl-C is for who waits for it.
    try:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-P", "-m", _MODULE, stdin=pipe, stdout=pipe, stderr=asyncio.subprocess.DEVNULL, env=environment, start_new_session=True
        )
    except OSError as error:
        raise LeadsError(f"{address}: no process can be begun to look for its other pages ({error.strerror}); end others, or raise their limit") from None
    try:
        async with asyncio.timeout(seconds):
            said, _ = await process.communicate(msgspec.msgpack.encode(_Task(decoded(body, charset), address, rules)))
    except TimeoutError:
        raise LeadsError(f"{address}: to look for its other pages by {rules.file} took longer than {seconds:g} s; change the expressions there") from None
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    if process.returncode:
        raise LeadsError(f"{address}: to look for its other pages by {rules.file} ended with exit code {process.returncode}; change the expressions there")
    return msgspec.json.decode(said, type=Leads)


def found(text: str, address: str, rules: SiteConfig) -> Leads:
    """Where the page *text* at *address* leads by *rules*. `ValueError` where their replacements make too much of it."""
    tree = xpath.parsed(rules.rewritten(text, _LARGEST))
    if tree is None:
        return Leads(alone=not rules.continues)
    base = addresses.absolute(next(iter(_addresses(tree, "//base/@href")), ""), address) or address
    singles = (expression for expression, condition in rules.singles if not condition or xpath.found(tree, condition))
    return Leads(_first(tree, singles, base), _first(tree, rules.following, base), not rules.continues)


def _first(tree: Any, expressions: Any, base: str) -> str:
    """The first web address that one of *expressions* finds."""
    found = (addresses.absolute(each, base).partition("#")[0] for expression in expressions for each in _addresses(tree, expression))
    return next((each for each in found if each.startswith(("http://", "https://"))), "")


def _addresses(tree: Any, expression: str) -> list[str]:
    """What *expression* finds, as addresses: links, attributes, texts."""
    nodes = xpath.found(tree, expression)
    return [text for node in nodes if (text := clean(str(node) if isinstance(node, str) else node.get("href", "")))]


def main() -> None:
    """Answer what standard input asks, within limits that hold when nobody waits any more."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (int(2 * SECONDS), int(2 * SECONDS) + 1))
    with contextlib.suppress(OSError, ValueError):  # where it may not be set, time alone is limited
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))
    task = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=_Task)
    sys.stdout.buffer.write(msgspec.json.encode(found(task.text, task.address, task.rules)))


if __name__ == "__main__":
    main()
