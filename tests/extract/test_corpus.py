"""Real pages: no figure falls more than noise below what is committed in bench/figures.json.

`python tests/extract/test_corpus.py` writes the figures anew, where a change is meant.
"""

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
FIGURES = ROOT / "bench" / "figures.json"
NOISE = 0.004
FEWER_IS_BETTER = {"p80", "leak"}
NAMES = ("body", "p80", "paragraphs", "headings", "captions", "credits", "leak", "title", "date", "authors", "tags")


def load(path: Path, name: str) -> ModuleType:
    found = importlib.util.spec_from_file_location(name, path)
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    sys.modules[name] = module
    found.loader.exec_module(module)
    return module


def figures(corpus: Path, name: str) -> dict[str, float]:
    sets = load(ROOT / "bench" / "corpus.py", "corpus")  # first: the other imports it by this name
    predict = load(ROOT / "bench" / "predict.py", "predict")
    found, _ = sets.scorer(corpus / name).score(sets.records(corpus / name), {one["id"]: one for one in predict.predictions(corpus / name)})
    return {key: round(found[key], 4) for key in NAMES if key in found}


@pytest.mark.parametrize("name", ["fundus", "scrapinghub"])
def test_figures_hold(shared: Path, name: str) -> None:
    committed = json.loads(FIGURES.read_text("utf-8"))[name]
    found = figures(shared / "corpus", name)
    fallen = {key: (value, found[key]) for key, value in committed.items() if (found[key] - value if key in FEWER_IS_BETTER else value - found[key]) > NOISE}
    assert not fallen, f"{name}: (committed, found) {fallen}"


if __name__ == "__main__":
    FIGURES.write_text(json.dumps({name: figures(ROOT.parent / "shared" / "corpus", name) for name in ("fundus", "scrapinghub")}, indent=1) + "\n", "utf-8")
