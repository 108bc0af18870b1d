"""Seconds in; whatever the extractor and the renderers do wrong on hostile pages out, each case as a small file. Guided by coverage (atheris, Linux).

    uv run --group bench python bench/fuzz.py [--seconds 600] [--jobs 2] [--seeds FOLDER …] [--found FOLDER]

Seeds are the sample newspaper's pages and, where it is there, the smaller pages of ../shared/corpus. They are cut, nested, repeated, mixed with each
other, declared as what they are not, and given what no page should hold. For every input there has to be, within 2 s and 500 MB:

- an `Article`, or an `ExtractionError` with a reason that `extract` documents; the same for `front_page`;
- of an article its JSON, which reads back as the same article, and its page in all four forms, none with a control character.

What fails is judged again in a process that is not slowed down by measuring coverage, made as small as it gets, and kept in FOLDER as `KIND-PLACE.html`.
The exit code is 1 where anything was found. `python bench/fuzz.py --judge FILE …` judges single files.
"""

import argparse
import gzip
import re
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
import unicodedata
import zlib
from collections.abc import Callable
from pathlib import Path

from mutate import CHARSETS, LARGEST, mutated

HERE = Path(__file__).resolve().parent
SECONDS = 2.0
MEMORY = 500 << 20
REASONS = frozenset({"empty", "not-html", "too-large", "too-deep", "no-article", "list-page"})
OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u00ad\ufeff")

class FaultError(Exception):
    """A promise that was broken: *kind* and the *place* in the program where, which together tell one fault from another."""

    def __init__(self, kind: str, place: str, detail: str = "") -> None:
        super().__init__(f"{kind} at {place}: {detail}")
        self.kind = kind
        self.place = place

    @property
    def name(self) -> str:
        """What its file is called."""
        return re.sub(r"[^\w.]+", "-", f"{self.kind}-{self.place}")[:120]


def _place(error: BaseException) -> str:
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "/broadsheet/" in frame.filename]
    return f"{Path(frames[-1].filename).stem}.{frames[-1].name}" if frames else "outside"


def judge(body: bytes, seconds: float = SECONDS) -> str:
    """What became of the page *body*: `article`, or the reason for which there is none. Raises `FaultError`."""
    from broadsheet import extract, pages
    from broadsheet.errors import ExtractionError
    from broadsheet.model import Capture, from_json, to_json
    from broadsheet.render import FORMS, Setting

    mark = zlib.crc32(body)
    declared = CHARSETS[mark % len(CHARSETS)]
    capture = Capture(body=body, address="https://paper.example/politics/a-!1/", source="a page", charset=declared, time="2026-03-04T05:06:07+00:00")
    forget_peak()
    before, started = memory("VmRSS"), time.process_time()
    try:
        try:
            if mark % 5 == 0:
                extract.front_page(capture)
            article = extract.article(capture)
        except ExtractionError as refused:
            if refused.reason not in REASONS or not refused.message.isprintable():
                raise FaultError("reason", refused.reason, refused.message) from refused
            return refused.reason
        if from_json(to_json(article)) != article:
            raise FaultError("json", "model")
        page = pages.article_page(article)
        for name, form in FORMS.items():
            text = form.render(page, Setting())
            allowed = {"\n"} | ({"\r", "\t"} if name == "menu" else set())
            bad = [char for char in set(text) - allowed if _unprintable(char)]
            if bad:
                raise FaultError("control", name, ascii(bad))
    except (FaultError, KeyboardInterrupt):
        raise
    except BaseException as error:  # whatever it is, it is what is looked for
        raise FaultError(type(error).__name__, _place(error), str(error)[:200]) from error
    finally:
        spent, rise = time.process_time() - started, memory("VmHWM") - before
    if spent > seconds:
        raise FaultError("slow", "page", f"{spent:.1f} s")
    if rise > MEMORY:
        raise FaultError("memory", "page", f"{rise >> 20} MB")
    return "article"


def _unprintable(char: str) -> bool:
    return unicodedata.category(char) in {"Cc", "Cs", "Co"} or char in OVERRIDES or 0xE0000 <= ord(char) <= 0xE007F


def memory(key: str) -> int:
    """Bytes of memory: `VmRSS`, now, or `VmHWM`, the most since `forget_peak`."""
    found = re.search(rf"{key}:\s+(\d+)", Path("/proc/self/status").read_text())
    return int(found[1]) * 1024 if found else 0


def forget_peak() -> None:
    """Let the highest memory count from here (proc(5), clear_refs)."""
    Path("/proc/self/clear_refs").write_text("5")


def seeds(folders: list[Path]) -> list[bytes]:
    """The pages that inputs are made of."""
    paths = sorted((HERE.parent / "src/broadsheet/sample").rglob("*.html"))
    for folder in folders:
        paths += sorted(folder.rglob("*.html")) + sorted(folder.rglob("*.html.gz"))
    bodies = [gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes() for path in paths]
    return [body for body in bodies if len(body) <= 60_000]


def minimised(body: bytes, fails: Callable[[bytes], bool], seconds: float = 30.0) -> bytes:
    """*body* with everything left out that it fails without, as far as that is found in *seconds*."""
    end = time.monotonic() + seconds
    step = max(1, len(body) // 2)
    while step and time.monotonic() < end:
        place, shorter = 0, False
        while place < len(body) and time.monotonic() < end:
            tried = body[:place] + body[place + step :]
            if fails(tried):
                body, shorter = tried, True
            else:
                place += step
        step = step if shorter and step < len(body) else step // 2
    return body


def fuzz(folder: Path, seconds: int, number: int) -> None:
    """The child: atheris over the inputs in *folder*/corpus; each kind of fault leaves its smallest input in *folder*/found. Does not return."""
    import atheris

    with atheris.instrument_imports(include=["broadsheet"]):
        from broadsheet import extract, pages  # noqa: F401
        from broadsheet.render import FORMS  # noqa: F401
    others = [path.read_bytes() for path in sorted((folder / "seeds").iterdir())]
    sizes: dict[str, int] = {}

    def one(body: bytes) -> None:
        try:
            judge(body, SECONDS * 1.5)  # measuring takes time too
        except FaultError as fault:
            if len(body) < sizes.get(fault.name, LARGEST + 1):
                sizes[fault.name] = len(body)
                (folder / "found" / f"{fault.name}.{number}").write_bytes(body)

    def mutate(body: bytes, most: int, seed: int) -> bytes:
        if seed % 4 == 0:
            return atheris.Mutate(body, most)
        return mutated(body, others[seed % len(others)], seed)[:most]

    options = [f"-max_total_time={seconds}", f"-max_len={LARGEST}", "-timeout=20", "-rss_limit_mb=3000", "-len_control=0", f"-seed={number + 1}", "-reload=1"]
    artifacts = [f"-artifact_prefix={folder}/found/{number}-", "-verbosity=0", "-print_final_stats=1"]
    atheris.Setup([sys.argv[0], *options, *artifacts, str(folder / "corpus")], one, custom_mutator=mutate)
    atheris.Fuzz()


def verdict(path: Path) -> FaultError | None:
    """What a fresh process, in which nothing is measured, says of the input at *path*."""
    try:
        done = subprocess.run([sys.executable, __file__, "--judge", str(path)], capture_output=True, text=True, timeout=60, check=False)
    except subprocess.TimeoutExpired:
        return FaultError("slow", "page", "over 60 s")
    if done.returncode == 0:
        return None
    found = re.search(r"FAULT (\S+) at (\S+): (.*)", done.stdout)
    return FaultError(found[1], found[2], found[3]) if found else FaultError("died", str(done.returncode), done.stderr[-200:])


def _settled(path: Path, found: Path) -> str:
    """Judge *path* again, make it small, keep it in *found*; a line about it, or "" where nothing is wrong with it."""
    fault = verdict(path)
    if not fault:
        return ""
    body = path.read_bytes()

    def fails(tried: bytes) -> bool:
        try:
            judge(tried)
        except FaultError as other:
            return other.name == fault.name
        return False

    if fault.kind not in {"died", "slow", "memory"}:
        body = minimised(body, fails)
    kept = found / f"{fault.name}.html"
    if not kept.exists() or len(body) < kept.stat().st_size:
        kept.write_bytes(body)
    return f"{fault}: {kept} ({len(body)} bytes)"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--jobs", type=int, default=2, help="processes; the time is that of each")
    parser.add_argument("--seeds", type=Path, nargs="*", default=[HERE.parent.parent / "shared" / "corpus"], help="folders of further pages")
    parser.add_argument("--found", type=Path, default=Path("fuzzed"), help="where what was found is kept")
    parser.add_argument("--judge", type=Path, nargs="+", help="judge these files and do nothing else")
    parser.add_argument("--child", nargs=2, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.judge:
        worst = 0
        judge(b"<p>once, so that everything is loaded</p>")
        for path in arguments.judge:
            started = time.process_time()
            try:
                print(f"{path}: {judge(path.read_bytes())}, {time.process_time() - started:.2f} s")
            except FaultError as fault:
                print(f"FAULT {fault}")
                worst = 1
        return worst
    if arguments.child:
        fuzz(Path(arguments.child[0]), arguments.seconds, int(arguments.child[1]))
        return 0
    with tempfile.TemporaryDirectory(prefix="broadsheet-fuzz-") as scratch:
        for name in ("corpus", "seeds", "found"):
            Path(scratch, name).mkdir()
        for number, body in enumerate(seeds([folder for folder in arguments.seeds if folder.is_dir()])):
            Path(scratch, "seeds", f"{number:04}").write_bytes(body)
        shutil.copytree(Path(scratch, "seeds"), Path(scratch, "corpus"), dirs_exist_ok=True)
        command = [sys.executable, __file__, "--seconds", str(arguments.seconds), "--child", scratch]
        children = [subprocess.Popen([*command, str(number)], stderr=subprocess.PIPE, text=True) for number in range(arguments.jobs)]
        told = [child.communicate()[1] for child in children]
        for number, lines in enumerate(told):
            runs = re.search(r"number_of_executed_units: (\d+)", lines)
            print(f"process {number}: {runs[1] if runs else 'no'} inputs, ended with {children[number].returncode}" + ("" if runs else f"\n{lines[-600:]}"))
        print(f"{len(list(Path(scratch, 'corpus').iterdir()))} inputs that reach something new, from {len(list(Path(scratch, 'seeds').iterdir()))} seeds")
        arguments.found.mkdir(parents=True, exist_ok=True)
        lines = [line for path in sorted(Path(scratch, "found").iterdir()) if (line := _settled(path, arguments.found))]
    print("\n".join(lines) or "nothing found")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
