"""The sets of real pages in, the table of weights out: `src/broadsheet/extract/weights.json`.

    python bench/train.py CORPUS_DIR [--cross-validate] [--out FILE]

Every text of a page is labelled by the page's truth; for each role one logistic regression over the values of `evidence`'s slots gives what each
value is worth. The table `company` is trained on what tables made without a page's publisher say of its texts. The values that fewer than eight
publishers show are left out. `--cross-validate` trains on four fifths of the publishers and scores the fifth, in turn, with the whole extraction, for
several ways to part them; it writes no table, and prints figures for all pages and for the third of the publishers (by hash of the name) whose errors
nobody looked at while rules were written.

scikit-learn is needed here, and nowhere at run time.
"""

import argparse
import json
import os
import re
import statistics
import sys
import unicodedata
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import corpus
from corpus import SETS, capture, is_unread, part, publisher, scorer

from broadsheet import extract
from broadsheet.errors import ExtractionError
from broadsheet.extract import company
from broadsheet.extract.company import Place
from broadsheet.extract.evidence import FORM, SLOTS, Evidence
from broadsheet.extract.frames import words
from broadsheet.extract.leaves import Leaf, whole_name
from broadsheet.extract.weights import NAMED, ready
from broadsheet.extract.weights import SLOTS as ASKED

FOLDS = 5
PUBLISHERS = 8
POWER = 0.5  # a text weighs by this power of its length: long ones matter more, but not by all their words
KEPT = ("keep", "company")  # the roles that ask whether a text is the article's
STRENGTH = {"keep": 0.1, "company": 0.1, "subhead": 0.05, "teaser": 0.1}
Feature = tuple[str, str]
Predictions = dict[str, dict[str, Any]]
Table = dict[str, dict[str, float]]  # slot → value → weight


class Sample(NamedTuple):
    """One text: what it shows, its label (`text`, `subhead`, `teaser`, `` or `?` where the truth is silent), its length."""

    features: tuple[Feature, ...]
    label: str
    length: int


class Training(NamedTuple):
    """One page: its set, id, publisher, its texts and where they stand."""

    set: str
    id: str
    publisher: str
    samples: list[Sample]
    places: list[Place]


# labels
def fold(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).translate(
        {ord(c): "'" for c in "‘’‚‛′`´"} | {ord(c): '"' for c in "“”„‟«»″"} | {ord(c): "-" for c in "‐‑‒–—―"} | {0xAD: None, 0x200B: None}
    )
    return " ".join(text.casefold().split())


def tokens(text: str) -> list[str]:
    return re.findall(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af]|[^\W_]+", fold(text))


def grams(found: list[str], length: int) -> list[tuple[str, ...]]:
    return [tuple(found[at : at + length]) for at in range(max(1, len(found) - length + 1))] if found else []


def truth(gold: dict[str, Any]) -> list[tuple[str, str]]:
    """The texts of the truth and their roles."""
    if "articleBody" in gold:
        return [(line, "text") for line in gold["articleBody"].split("\n") if line.strip()]
    body = gold["body"]
    if isinstance(body, list):
        return [(block.strip("[]"), "text") for block in body]
    found = [(text, "teaser") for text in body["summary"]]
    for section in body["sections"]:
        found += [(text, "subhead") for text in section["headline"]] + [(text, "text") for text in section["paragraphs"]]
    return found


def labels(leaves: list[Leaf], gold: dict[str, Any]) -> list[str]:
    """The label of each text: by equality with a text of the truth, else by the share of its word triples that stand there."""
    known = truth(gold)
    have = set(grams(tokens(" ".join(text for text, _ in known)), 3))
    exact: dict[str, str] = {}
    told: dict[tuple[str, ...], str] = {}
    for text, role in known:
        exact.setdefault(fold(text), role)
        for gram in grams(tokens(text), 5):
            told.setdefault(gram, role)
    edge = f" {' '.join(tokens(' '.join(text for text, _ in known)))} "
    found: list[str] = []
    for leaf in leaves:
        own = tokens(leaf.text)
        triples = grams(own, 3)
        if fold(leaf.text) in exact:
            found.append(exact[fold(leaf.text)])
        elif len(own) >= 5 and sum(gram in have for gram in triples) >= 0.6 * len(triples):
            found.append(Counter(told.get(gram, "text") for gram in grams(own, 5)).most_common(1)[0][0])
        else:
            found.append("?" if own and len(own) < 5 and f" {' '.join(own)} " in edge else "")
    _settle(leaves, found)
    return found


def _settle(leaves: list[Leaf], found: list[str]) -> None:
    """Of texts that stand on the page more than once, the one in the thick of the article is it; hidden copies are not looked at."""
    certain = {"text", "subhead", "teaser"}
    whole = sum(len(leaf.text) for leaf, label in zip(leaves, found, strict=True) if label in certain)
    shown = sum(len(leaf.text) for leaf, label in zip(leaves, found, strict=True) if label in certain and not leaf.frame.hidden)
    places: dict[str, list[int]] = {}
    for at, (leaf, label) in enumerate(zip(leaves, found, strict=True)):
        if label and leaf.frame.hidden and shown > 0.4 * whole:
            found[at] = "?"
        elif label in certain:
            places.setdefault(leaf.text, []).append(at)
    long = [at for at, label in enumerate(found) if label in certain and len(leaves[at].text) > 60]
    for copies in places.values():
        if len(copies) > 1:
            best = max(copies, key=lambda at: sum(abs(other - at) <= 6 for other in long))
            for at in copies:
                if at != best:
                    found[at] = "?"


# samples
def read(page: tuple[str, str, dict[str, Any]]) -> Training:
    folder, name, record = page
    try:
        evidence = extract.evidence_of(capture(Path(folder, name), record))
    except ExtractionError:
        return Training(name, record["id"], publisher(record), [], [])
    told = labels(evidence.leaves, record["gold"])
    plausible = [(at, leaf, evidence.values(at)) for at, leaf in enumerate(evidence.leaves) if evidence.is_plausible(leaf)]
    samples = [Sample(features(evidence, leaf, (*values, *evidence.form(at))), told[at], len(leaf.text)) for at, leaf, values in plausible]
    return Training(name, record["id"], publisher(record), samples, [company.place(leaf, values) for _, leaf, values in plausible])


def features(evidence: Evidence, leaf: Leaf, values: tuple[str | int, ...]) -> tuple[Feature, ...]:
    frame = leaf.frame
    found = _named((*SLOTS, *FORM), values)
    above = frozenset().union(*(one.words for one in evidence.names(frame)))
    for name, own in zip(
        NAMED, (frame.words, frame.parent.words if frame.parent else (), above, words(whole_name(leaf)) if whole_name(leaf) else ()), strict=True
    ):
        found += [(name, word) for word in sorted(own)]
    return tuple(found)


def _named(slots: tuple[str, ...], values: tuple[str | int, ...]) -> list[Feature]:
    return [(slot, str(value)) for slot, value in zip(slots, values, strict=True)]


# fitting
def fit(pages: list[Training], role: str) -> Table:
    """The table for *role*: slot → value → weight."""
    import numpy
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    asked = {*ASKED[role], *NAMED}
    chosen = pages if role in KEPT else [page for page in pages if page.set == "fundus"]
    shown: dict[Feature, set[str]] = {}
    for page in chosen:
        for sample in page.samples:
            for feature in sample.features:
                if feature[0] in asked:
                    shown.setdefault(feature, set()).add(page.publisher)
    order = {feature: at for at, feature in enumerate(sorted(feature for feature, by in shown.items() if len(by) >= PUBLISHERS))}
    columns: list[int] = []
    rows = [0]
    answers: list[bool] = []
    weights: list[float] = []
    for page in chosen:
        whole = sum(sample.length**POWER for sample in page.samples if sample.label not in {"", "?"}) or 1.0
        for sample in page.samples:
            if sample.label == "?" or (role not in KEPT and not sample.label):
                continue
            columns += [order[feature] for feature in sample.features if feature in order]
            rows.append(len(columns))
            answers.append(bool(sample.label) if role in KEPT else sample.label == role)
            weights.append(sample.length**POWER / whole + 0.002 if role in KEPT else 1.0)
    scale = len(weights) / sum(weights)
    matrix = csr_matrix((numpy.ones(len(columns), numpy.float32), columns, rows), shape=(len(rows) - 1, len(order)))
    model = LogisticRegression(C=STRENGTH[role], max_iter=500, solver="liblinear", random_state=0).fit(
        matrix, answers, sample_weight=[weight * scale for weight in weights]
    )
    table: Table = {"bias": {"": round(float(model.intercept_[0]), 3)}}
    for (slot, value), at in order.items():
        weight = round(float(model.coef_[0][at]), 3)
        if abs(weight) >= 0.01:
            table.setdefault(slot, {})[value] = weight
    return table


def tables(pages: list[Training]) -> dict[str, Table]:
    return {**{role: fit(pages, role) for role in ("keep", "subhead", "teaser")}, "company": fit(accompanied(pages), "company")}


def accompanied(pages: list[Training]) -> list[Training]:
    """*pages* with the evidence of company on their texts, which a table judged that was made without the page's publisher: as a page never seen is."""
    found: list[Training] = []
    for number in range(FOLDS):
        table = fit([page for page in pages if part(page.publisher, FOLDS, "inner ") != number], "keep")
        found += [in_company(page, table) for page in pages if part(page.publisher, FOLDS, "inner ") == number]
    return found


def in_company(page: Training, table: Table) -> Training:
    scores = [table["bias"][""] + sum(table.get(slot, {}).get(value, 0.0) for slot, value in sample.features) for sample in page.samples]
    samples = [
        sample._replace(features=(*_named(company.SLOTS, values), *(feature for feature in sample.features if feature[0] in NAMED)))
        for sample, values in zip(page.samples, company.values(page.places, scores), strict=True)
        if values is not None
    ]
    return page._replace(samples=samples)


# cross-validation
def predict(job: tuple[str, str, dict[str, Any], dict[str, Table]]) -> dict[str, Any]:
    from predict import prediction

    folder, name, record, table = job
    try:
        article = extract.article(capture(Path(folder, name), record), tables=ready(table))
    except ExtractionError:
        return {"id": record["id"]}
    return {"id": record["id"], **prediction(article)}


def cross_validate(folder: Path, records: dict[str, list[dict[str, Any]]], pages: list[Training], pool: ProcessPoolExecutor, splits: int) -> list[Predictions]:
    """The figures of *splits* ways to part the publishers, mean ± deviation, are printed; the predictions of each are returned."""
    score = scorer(folder / SETS[0])
    salts = [f"fold {split or ''}" for split in range(splits)]
    folds = [(salt, number) for salt in salts for number in range(FOLDS)]
    jobs = []
    for (salt, number), table in zip(
        folds, pool.map(tables, [[page for page in pages if part(page.publisher, FOLDS, salt) != number] for salt, number in folds]), strict=True
    ):
        jobs += [(str(folder), name, record, table) for name in SETS for record in records[name] if part(publisher(record), FOLDS, salt) == number]
    every = list(pool.map(predict, jobs, chunksize=8))
    size = len(every) // splits
    predictions = [{one["id"]: one for one in every[size * split : size * (split + 1)]} for split in range(splits)]
    for name in SETS:
        for which, chosen in (
            ("all", records[name]),
            ("read", [one for one in records[name] if not is_unread(publisher(one))]),
            ("unread", [one for one in records[name] if is_unread(publisher(one))]),
        ):
            figures = [score.score(chosen, one)[0] for one in predictions]
            told = [f"{key} {statistics.mean(one[key] for one in figures):.3f} ± {statistics.pstdev(one[key] for one in figures):.3f}" for key in figures[0]]
            print(f"{name:12}{which:7}", f"{len(chosen)} pages ", "  ".join(told[1:]))
    return predictions


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus_dir", type=Path)
    parser.add_argument("--cross-validate", action="store_true")
    parser.add_argument("--splits", type=int, default=5, help="in how many ways the publishers are parted for it")
    parser.add_argument("--predictions", type=Path, help="where to keep the predictions of the first of them")
    parser.add_argument("--out", type=Path, default=Path(extract.__file__).with_name("weights.json"))
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    arguments = parser.parse_args()
    folder = arguments.corpus_dir
    records = {name: corpus.records(folder / name) for name in SETS}
    with ProcessPoolExecutor(arguments.jobs) as pool:
        pages = list(pool.map(read, [(str(folder), name, record) for name in SETS for record in records[name]], chunksize=8))
        if arguments.cross_validate:
            first = cross_validate(folder, records, pages, pool, arguments.splits)[0]
            if arguments.predictions:
                arguments.predictions.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in first.values()), "utf-8")
        else:
            arguments.out.write_text(json.dumps(tables(pages), ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
