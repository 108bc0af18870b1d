"""Lines of names as papers write them."""

import pytest

from broadsheet.extract.bylines import by, people, signs


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Anna Alt", ["Anna Alt"]),
        ("Von Anna Alt und Bert Berg, dpa", ["Anna Alt", "Bert Berg", "dpa"]),
        ("By: Anna Alt, Bert Berg and Cora Cork", ["Anna Alt", "Bert Berg", "Cora Cork"]),
        ("par Anne Alt et Bruno Berg", ["Anne Alt", "Bruno Berg"]),
        ("Por Ana Alta y Berto Berga", ["Ana Alta", "Berto Berga"]),
        ("di Anna Alta e Berto Berga", ["Anna Alta", "Berto Berga"]),
        ("Door Anna van den Berg", ["Anna van den Berg"]),
        ("Vonnegut Kurt", ["Vonnegut Kurt"]),
        ("Anna Alt (aal)", ["Anna Alt"]),
        ("Anna Alt anna.alt@bote.example", ["Anna Alt"]),
        ("dpa/AFP", ["dpa", "AFP"]),
        ("Ministry of Fish, and of other small things that swim", ["Ministry of Fish, and of other small things that swim"]),
        ("ANNA ALT, AP National Security Writer", ["ANNA ALT"]),
        ("Anna Alt | Korrespondentin in Rom", ["Anna Alt"]),
        ("BR24 Redaktion", ["BR24 Redaktion"]),
        ("Anna Alt; Bert Berg", ["Anna Alt", "Bert Berg"]),
        ("신현주 기자", ["신현주"]),
        ("山田太郎", ["山田太郎"]),
        ("Twitter", []),
        ("", []),
        ("12", []),
        ("x " * 400, []),
        ("Anna Alt, professor of small bridges and of the history of the river below them at the university of Tamm", ["Anna Alt"]),
        ("A ministry, of small bridges and of the history of the river below them, and of all that swims in it, or near", []),
    ],
)
def test_people(line: str, found: list[str]) -> None:
    assert list(people(line)) == found


@pytest.mark.parametrize(
    ("line", "behind"),
    [("Von Anna Alt", "Anna Alt"), ("By: Anna Alt", "Anna Alt"), ("di Anna Alt", "Anna Alt"), ("Vonnegut Kurt", ""), ("Anna Alt", ""), ("", "")],
)
def test_by(line: str, behind: str) -> None:
    assert by(line) == behind


@pytest.mark.parametrize(
    ("line", "alone"),
    [
        ("By Anna Alt and Bert Berg / Harbour Radio Staff Writers", True),
        ("Von Anna Alt, dpa", True),
        ("By Anna Alt and Bert Berg, who saw it", False),
        ("By Anna Alt and Bert Berg.", False),
        ("By Night", False),
        ("By 山本花子", True),
        ("文/李明", True),
        ("By 김민수、이서연", True),
        ("文/旧粮仓的故事还没有讲完", False),
        ("Von Hamburg nach Tamm", False),
        ("Anna Alt", False),
        ("", False),
    ],
)
def test_signs(line: str, alone: bool) -> None:
    assert signs(line) == alone
