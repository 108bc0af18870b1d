"""An extractor for tests of the workers: what is on a page is what the page says. Stands in for `broadsheet.extract` by its name."""

import os
import signal
import sys
import time

from msgspec import structs

from broadsheet.errors import ExtractionError
from broadsheet.knowledge import Knowledge, Observation, Reading
from broadsheet.model import Article, Capture, FrontPage, Paragraph, Span


def article(capture: Capture) -> Article:
    command, _, rest = capture.body.decode("utf-8", "replace").partition(":")
    if command == "sleep":
        time.sleep(float(rest))
    elif command == "loop":
        while True:
            pass
    elif command == "refuse":
        raise ExtractionError(f"{capture.source}: nothing here", rest)
    elif command == "fault":
        raise ZeroDivisionError("a fault\nof two lines")
    elif command == "deep":
        return article(capture)
    elif command == "memory":
        return Article(headline=str(len(bytearray(int(rest)))), address=capture.address)
    elif command == "kill":
        os.kill(os.getpid(), getattr(signal, rest))
        time.sleep(5)
    elif command == "exit":
        os._exit(int(rest))
    elif command == "lie":
        sys.modules["broadsheet.workers"] = None  # type: ignore[assignment]
        os.write(int(sys.argv[1]), b"\x00\x00\x00\x02[]")
        time.sleep(5)
    elif command == "pid":
        rest = str(os.getpid())
    return Article(headline=rest, address=capture.address, paper=capture.hints.get("paper", "Das Blatt"), language="de", body=(Paragraph((Span(command),)),), date=capture.hints.get("date", ""))


def read(capture: Capture, known: Knowledge | None) -> Reading:
    found = article(capture)
    return Reading(found if known is None else structs.replace(found, copyright=f"knowing {known.articles}"), Observation(address=capture.address))


def front_page(capture: Capture) -> FrontPage:
    return FrontPage(capture.body.decode().partition(":")[2], ())
