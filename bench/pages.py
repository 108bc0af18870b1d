"""The sample newspaper in, the processor time of a page that does not lie ready out: made, then set in each form; and of breaking an article's lines.

    python bench/pages.py [--rounds 25]

The articles are all that have 5 to 8 kB as text; the one in the middle by time is told.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from broadsheet import newsroom, pages
from broadsheet.answers import reply
from broadsheet.archive.sqlite import open_archive
from broadsheet.model import Paragraph, Teaser
from broadsheet.render import Setting, marks, plain
from broadsheet.typeset import wrap

FORMS = {"menu": "Gopher", "gmi": "Gemini", "html": "web"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=25)
    rounds = parser.parse_args().rounds

    def cost(work: Callable[[], object]) -> float:
        """Milliseconds, the median."""
        times: list[float] = []
        for _ in range(rounds):
            begun = time.thread_time()
            work()
            times.append((time.thread_time() - begun) * 1000)
        return statistics.median(times)

    with tempfile.TemporaryDirectory() as folder, open_archive(Path(folder), write=True) as archive:
        newsroom.import_sample(archive)
        edition = pages.mounted(archive)
        front = pages.answer(edition, "/")
        paths = {block.link.address for block in front.page.main if isinstance(block, Teaser) and block.link.address.startswith("/")}
        sized = [path for path in paths if 5_000 <= len(plain.render(pages.answer(edition, path).page, Setting()).encode()) <= 8_000]
        print(f"| page | form | made | set | (ms; {len(sized)} articles, {rounds} rounds)\n|---|---|---|---|")
        for form, name in FORMS.items():
            made, done = cost(lambda: pages.answer(edition, "/")), cost(lambda form=form: reply(front, form, Setting()))
            print(f"| front page | {name} | {made:.2f} | {done:.2f} |")
        for form, name in FORMS.items():
            costs = []
            for path in sized:
                answer = pages.answer(edition, path)
                made = cost(lambda path=path: pages.answer(edition, path))
                costs.append((made, cost(lambda form=form, answer=answer: reply(answer, form, Setting()))))
            made, done = sorted(costs, key=sum)[len(costs) // 2]
            worst = max(map(sum, costs))
            print(f"| article, 5 to 8 kB | {name} | {made:.2f} | {done:.2f} | the slowest {worst:.2f} together")
        wrapping = []
        for path in sized:
            texts = [marks.inline(block.spans) for block in pages.answer(edition, path).page.main if isinstance(block, Paragraph)]
            wrapping.append(cost(lambda texts=texts: [wrap(text, 75, links=text.links) for text in texts]) / sum(map(len, texts)) * 6000)
        print(f"breaking the lines of 6,000 characters of prose: {statistics.median(wrapping):.2f} ms, the slowest {max(wrapping):.2f}")


if __name__ == "__main__":
    main()
