"""A tenth of the campaign (bench/campaign.py): whatever ends the gathering, nothing is lost, nothing is doubled, and nobody has to repair."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from gather.newspaper import Newspaper

from .campaign import Campaign, clocks, full_disks, kills


def test_the_end_of_the_process_at_any_moment(tmp_path: Path) -> None:
    assert kills(tmp_path / "data", 10) >= 10


def test_a_file_that_may_not_grow(tmp_path: Path) -> None:
    assert full_disks(tmp_path / "data", 4, stories=80)


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
    clocks(tmp_path / "data", (3, 400))
