"""A tenth of the campaign (bench/campaign.py): whatever ends the gathering, nothing is lost, nothing is doubled, and nobody has to repair."""

import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest
from gather.newspaper import Newspaper

from .campaign import KEY, Campaign, kills


def test_the_end_of_the_process_at_any_moment(tmp_path: Path) -> None:
    assert kills(tmp_path / "data", 10) >= 2  # a fast machine is done before some of the blows


def test_a_file_that_may_not_grow(tmp_path: Path) -> None:
    with Newspaper(80) as paper:
        campaign = Campaign(tmp_path / "data", paper)
        codes: list[int] = []
        for room in (60_000, 200_000, 400_000):
            done = campaign.fill(room)
            codes.append(done.returncode)
            assert "Traceback" not in done.stderr
            if done.returncode:
                assert done.returncode == 5, done.stderr
                said = [line for line in done.stderr.splitlines() if "disk" in line]
                assert len(said) == 1, done.stderr
            campaign.look()
        assert 5 in codes
        campaign.finish()


def test_a_disk_that_is_full(tmp_path: Path) -> None:
    tried = subprocess.run(["unshare", "-rm", "mount", "-t", "tmpfs", "tmpfs", str(tmp_path)], capture_output=True, check=False)
    if tried.returncode:
        pytest.skip(f"no disk can be mounted here: {tried.stderr.decode()[:80]}")  # CI's machine may be a container without that right
    with Newspaper(120) as paper:
        campaign = Campaign(tmp_path / "data", paper)
        done = campaign.fill_disk(1)
        assert done.returncode == 5, done.stderr
        assert "the disk is full" in done.stderr
        assert "Traceback" not in done.stderr
        campaign.look()
        campaign.finish()


def test_a_clock_that_is_set_back(tmp_path: Path) -> None:
    if shutil.which("faketime") is None:
        if os.environ.get("CI") == "true":
            pytest.fail("faketime is not installed, and CI must have it")
        pytest.skip("faketime is not installed")
    with Newspaper(40) as paper:
        campaign = Campaign(tmp_path / "data", paper)
        assert campaign.run().returncode == 0
        assert campaign.look() == 40
        for back, days in (("-3d", 3), ("-400d", 400)):
            new = len(paper.stories)
            paper.stories[:0] = [type(paper.stories[0])(500_000 + days + number, "Sport", paper.stories[0].published) for number in range(5)]
            begun = time.monotonic()
            campaign.blows += 1
            done = campaign.run("faketime", "-f", back, FAKETIME_DONT_FAKE_MONOTONIC="1")
            assert done.returncode == 0, done.stderr
            assert campaign.look() == new + 5, f"{KEY}: {done.stdout}{done.stderr}"
            assert time.monotonic() - begun < 200  # a hang: it waits for no moment that the old clock named
        assert campaign.run().returncode == 0
        campaign.finish()
        asked = paper.pages()
        # What was gathered by the wrong clock is old by the right one, and is asked for once more.
        assert {asked[story.path] for story in paper.stories if story.number < 200_000} == {1}
        assert max(asked.values()) <= 2
