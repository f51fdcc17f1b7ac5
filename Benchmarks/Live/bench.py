#!/usr/bin/env python3
"""A million contacts, ten million events, a thousand segments: loaded, started, served, measured.

    make bench-live                      all of it; the first time it makes the data, some ten minutes
    bench.py --programs DIR --work DIR [--contacts N] [--events N] [--segments N] [--only P4,P5]

Prints a Markdown table; ends with 1 where a target is missed."""
import argparse
import pathlib
import subprocess
import time

import measures
import segments
from figures import Table
from stack import Stack


def prepared(options, contacts, events):
    """A data directory with so much, made where it is not there."""
    directory = options.work / f"{contacts}-{events}"
    if not (directory / "loaded").exists():
        subprocess.run([str(options.programs / "live-load"), str(directory), str(contacts), str(events)], check=True)
        (directory / "loaded").touch()
    # Each run makes its own.
    for file in directory.glob("segments.sqlite*"):
        file.unlink()
    return directory


def started(options, directory):
    stack = Stack(options.programs, directory)
    stack.make_source()
    stack.start_ingest()
    stack.start_query()
    stack.wait_until_ready()
    return stack


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--programs", type=pathlib.Path, required=True)
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--contacts", type=int, default=1_000_000)
    parser.add_argument("--events", type=int, default=10_000_000)
    parser.add_argument("--segments", type=int, default=1000)
    parser.add_argument("--only", type=lambda text: set(text.split(",")), default=None)
    options = parser.parse_args()
    wants = lambda *names: options.only is None or options.only & set(names)
    options.work.mkdir(parents=True, exist_ok=True)
    large = prepared(options, options.contacts, options.events)
    small = prepared(options, options.contacts // 10, options.events // 10)

    run, table = int(time.time()), Table()
    table.start()
    if wants("P3"):
        stack = started(options, small)
        try:
            segments.make(stack, options.segments)
            cost_of_small, _ = measures.cost_of_changes(stack, options.contacts // 10, run)
        finally:
            stack.stop()
    stack = started(options, large)
    try:
        after_start = stack.query_server.memory()
        if wants("P7"):
            segments.make(stack, 100)
            after_start = measures.start(stack, table)
        ids = segments.make(stack, options.segments)
        if wants("P1"):
            measures.previews(stack, table)
        if wants("P2"):
            measures.counts(stack, table, ids)
        if wants("P3"):
            cost, wall = measures.cost_of_changes(stack, options.contacts, run, step=10)
            ratio = cost / cost_of_small
            table.add("P3", f"one change, {options.segments} segments", f"{cost:.1f} µs of a core, {1e6 / cost:,.0f} a "
                      f"second ({1e6 / wall:,.0f} as it went)", f"a tenth of the contacts: {cost_of_small:.1f} µs, ratio "
                      f"{ratio:.2f}", "≥ 10,000/s on one core, ratio ≤ 1.3", cost <= 100 and ratio <= 1.3)
        if wants("P4", "P5"):
            p99 = measures.latency(stack, table, options.contacts)
            if wants("P5"):
                measures.exits(stack, table, options.contacts, p99)
        if wants("P9"):
            measures.first_count(stack, table)
        if wants("P10"):
            measures.idle(stack, table)
        if wants("P8"):
            measures.memory(stack, table, after_start)
    finally:
        stack.stop()
    raise SystemExit(any(row[-1] == "NO" for row in table.rows))


if __name__ == "__main__":
    main()
