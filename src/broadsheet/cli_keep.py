"""An archive in, an archive that is looked after out: the command `withdraw`."""

import sys
from typing import Annotated

from cyclopts import Parameter

from .archive.sqlite import open_archive
from .cli_common import ConfigFile, Data, settings_of
from .errors import UsageError
from .text import clean


def withdraw(
    address: Annotated[str, Parameter(help="The article's address at the paper.")],
    /,
    *,
    reason: Annotated[str, Parameter(help="Why; it stands on the page that is left.", show_default=False)] = "",
    config: ConfigFile = None,
    data: Data = None,
) -> None:
    """Take an article out of the archive for good: all versions, pages as they came, index, lists, feeds. A page that says so stays.

    Examples: `broadsheet withdraw https://paper.example/politik/fall-7.html --reason "by order of a court"`
    """
    settings = settings_of(config, data)
    with open_archive(settings.data, write=True) as archive:
        is_known = False
        for paper in archive.papers():
            done = archive.withdraw(paper.key, address, clean(reason))
            if done:
                _print(
                    f"{paper.key}: withdrawn. {done.versions} versions and {done.pages} pages of it are gone, {done.others} other pages that named it, "
                    f"{done.links} links to it."
                )
            elif archive.withdrawal(paper.key, (address,)):
                _print(f"{paper.key}: was withdrawn before; the archive's file was written anew.")
            else:
                continue
            is_known = True
    if not is_known:
        raise UsageError(f"{clean(address)[:200]}: no article has this address; give it as it is at the paper, like https://paper.example/politik/fall-7.html")


def _print(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
