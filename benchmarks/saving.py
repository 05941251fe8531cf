"""The cases of `serve`: both servers run, and one meeting is saved in each by turns."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from benchmarks.cases import Row, added
from benchmarks.lab import Lab
from benchmarks.measure import Cost, cpu_of
from benchmarks.serving import browser, free_port, served, until_shown, until_written

SAVES = 5
SERVE, BROWSER = "serve", "browser"
SERVED = {
    SERVE: "serve: from save to the page being written",
    BROWSER: "serve: from save to the browser showing it",
}
OWN_FIGURE = "serve-own"


def measure_serving(lab: Lab, names: Collection[str], rounds: int) -> list[Row]:
    """Both servers run, and one meeting is saved in each by turns."""
    rows = {name: Row(name) for name in names}
    lab.make_built()
    path = lab.corpus.meeting
    stem = Path(path).stem
    page = next((lab.output / "meetings").rglob(f"{stem}*.html"))
    hugo_page = lab.public / Path(path).with_suffix("") / "index.html"
    with ExitStack() as stack:
        port, hugo_port = str(free_port()), str(free_port())
        command = lab.command("serve", "--journal", lab.journal, "--output", lab.output, "--port", port)
        servers = {True: stack.enter_context(served(command, lab.journal, lab.environment, "Serving "))}
        if lab.hugo is not None:
            command = lab.hugo_command("server", "--port", hugo_port)
            servers[False] = stack.enter_context(served(command, lab.journal, lab.environment, "Web Server is avail"))
        pages = {True: page, False: hugo_page}
        addresses = {
            True: f"http://127.0.0.1:{port}/{page.relative_to(lab.output).as_posix()}",
            False: f"http://127.0.0.1:{hugo_port}/{Path(path).with_suffix('').as_posix()}/",
        }

        def save_in(is_kith: bool, wait: Callable[[str, Callable[[], None]], float]) -> Cost:
            word, server = lab.word(), servers[is_kith]
            text = added(lab.corpus.files[path], word)
            page = "" if is_kith else lab.hugo_site.page(path, text)
            used = cpu_of(server.process.pid)
            wall = wait(word, lambda: lab.save(path, text) if is_kith else lab.save_hugo(path, page))
            server.rest()
            return Cost(wall, cpu_of(server.process.pid) - used)

        if SERVE in rows:
            for _ in range(max(rounds, SAVES)):
                for is_kith in servers:
                    cost = save_in(is_kith, partial(until_written, pages[is_kith]))
                    (rows[SERVE].kith if is_kith else rows[SERVE].other).append(cost)
            own = [Cost(wall, 0) for wall in servers[False].own_figures()] if False in servers else []
            rows[OWN_FIGURE] = Row(OWN_FIGURE, rows[SERVE].kith, own)
        if BROWSER in rows:
            context = stack.enter_context(browser()).new_context(bypass_csp=True)
            tabs = {is_kith: context.new_page() for is_kith in servers}
            for is_kith, tab in tabs.items():
                tab.goto(addresses[is_kith])
            for _ in range(max(rounds, SAVES)):
                for is_kith, tab in tabs.items():
                    tab.bring_to_front()
                    cost = save_in(is_kith, partial(until_shown, tab))
                    (rows[BROWSER].kith if is_kith else rows[BROWSER].other).append(cost)
    return list(rows.values())
