"""A module and what it is told in, that module running in a process beside this one out: begun when it is wanted, begun again when it ends.

It hears that we are gone by the end of its standard input, which no way of ending can keep from it. `multiprocessing` is not used: its children
import the program that starts them.
"""

import asyncio
import contextlib
import os
import sys
import time
from collections.abc import Callable

LOOK = 5.0
"""Seconds after which it is looked again whether the module is wanted."""
_SHORT = 60.0  # a process that ends sooner is begun again after as long
_GRACE = 3.0


async def keep(module: str, told: bytes, is_wanted: Callable[[], bool], say: Callable[[str], None], *, look: float = LOOK) -> None:
    """Keep `python -m module` running, from when *is_wanted*, until this task is cancelled; *told* is what it reads first."""
    while True:
        while not is_wanted():
            await asyncio.sleep(look)
        begun = time.monotonic()
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        command = sys.executable, "-P", "-m", module
        try:
            # Ctrl-C is for us: in a session of its own it does not hear it, where it would answer with a traceback while it loads.
            process = await asyncio.create_subprocess_exec(
                *command, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.DEVNULL, env=environment, start_new_session=True
            )
        except OSError as error:
            say(f"{module} cannot be begun ({error.strerror or error}); it is tried again.")
            await asyncio.sleep(_SHORT)
            continue
        try:
            if process.stdin is not None:
                with contextlib.suppress(OSError):  # it has ended already, which is heard below
                    process.stdin.write(told + b"\n")
                    await process.stdin.drain()
            code = await process.wait()
        except asyncio.CancelledError:
            await _end(process)
            raise
        say(f"{module} has ended ({'exit code' if code >= 0 else 'signal'} {abs(code)}); it is begun again.")
        await asyncio.sleep(max(0.0, _SHORT - (time.monotonic() - begun)))


async def _end(process: asyncio.subprocess.Process) -> None:
    """Tell *process* to end, and make it, where it does not hear."""
    if process.stdin is not None:
        process.stdin.close()
    try:
        await asyncio.wait_for(process.wait(), _GRACE)
    except (TimeoutError, asyncio.CancelledError):  # it takes too long, or whoever waits is in a hurry
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
