"""The outline of a paper's feeds: OPML 2.0's required parts, every address a feed."""

import re
import xml.etree.ElementTree as ET
from email.utils import parsedate_to_datetime

import pytest

from broadsheet import export, pages
from broadsheet.render import Setting


@pytest.mark.parametrize("root", ["bote", ""])
def test_every_outline_leads_to_a_feed(edition: pages.Edition, setting: Setting, root: str) -> None:
    edition = pages.Edition(edition.archive, root)
    document = ET.fromstring(export.opml.render(pages.answer(edition, "/~/feed/opml"), setting))
    assert (document.tag, document.get("version"), [part.tag for part in document]) == ("opml", "2.0", ["head", "body"])
    assert document.findtext("head/title", "").startswith("Der Bote – " if root else "Broadsheet – ")
    assert parsedate_to_datetime(document.findtext("head/dateModified", "")).tzinfo
    outlines = document.findall("body/outline")
    assert len(outlines) == (5 if root else 2)
    for outline in outlines:
        assert outline.get("type") == "rss"
        assert outline.get("text") == outline.get("title") != ""
        address = outline.get("xmlUrl", "")
        assert address.startswith(setting.origin)
        answer = pages.answer(edition, re.sub("^/0(?=/)", "", address.removeprefix(setting.origin)))
        assert (answer.form, answer.page.status) == ("atom", "ok")
        assert outline.get("htmlUrl", "").startswith(setting.origin)
