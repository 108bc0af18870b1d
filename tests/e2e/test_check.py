"""Our own servers, asked everything that the checker asks of anybody's: it finds nothing."""

from concurrent.futures import ThreadPoolExecutor

from broadsheet import check
from broadsheet.check.report import Report

from .process import Edition


def test_our_own_servers_have_no_finding(edition: Edition) -> None:
    def checked(scheme: str) -> Report:
        return check.check(check.target(edition.url(scheme)), check.Settings(pages=40))

    # Together: each waits as long as the server is patient with those who ask nothing.
    with ThreadPoolExecutor() as pool:
        reports = list(pool.map(checked, ("gopher", "gemini")))
    for report in reports:
        assert report.findings == (), check.report.text(report)
        assert report.complete
        assert report.pages == 40
