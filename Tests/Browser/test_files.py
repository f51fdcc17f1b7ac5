"""The files of the widget as they are served."""
import gzip
import pathlib
import re
import subprocess
import sys

import pytest

from mock_ingest import WIDGET


@pytest.mark.parametrize("name, limit", [("eventsWidget.bundle.js", 4096), ("stub.js", 1024)])
def test_file_is_as_small_as_promised(name, limit):
    assert len(gzip.compress((WIDGET / name).read_bytes(), 9)) <= limit
    assert (WIDGET / (name + ".gz")).stat().st_size <= limit


def test_served_files_are_what_their_sources_give():
    check = subprocess.run([sys.executable, WIDGET / "shrink.py", "--check"], capture_output=True, text=True)
    assert check.returncode == 0, check.stderr


@pytest.mark.parametrize("name", ["eventsWidget.bundle.js", "stub.js"])
def test_served_file_is_ascii_so_that_no_page_encoding_breaks_it(name):
    assert (WIDGET / name).read_bytes().isascii()


def test_shrinking_keeps_texts_expressions_and_statements_apart(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(WIDGET)
    import shrink

    source = """
      const LIMIT = 20; // a bound
      /* a comment */ let a = 'a  // b' + `c  ${ a } /* d */`;
      let b = /[/*]  x/g.test(a) ? a / 2 / LIMIT : typeof a;
      b = a + +1 - -1
      call();
    """
    assert shrink.shrink(source) == (
        "let a='a  // b'+`c  ${ a } /* d */`;let b=/[/*]  x/g.test(a)?a/2/20:typeof a;b=a+ +1- -1\ncall();\n"
    )


def test_bounds_in_the_readme_are_those_of_the_source():
    readme = (WIDGET.parent / "README.md").read_text(encoding="utf-8")
    source = (WIDGET / "Source/eventsWidget.bundle.js").read_text(encoding="utf-8")
    bounds = dict(re.findall(r"^  const ([A-Z_]+) = ([0-9.e]+);", source, re.MULTILINE))
    written = {
        "BATCH": "20 messages", "REQUEST": "60,000 bytes", "MESSAGE": "32,000 bytes", "KEPT": "500 messages",
        "KEPT_CHARACTERS": "1,000,000 characters", "KEPT_DAYS": "7 days", "TEXT": "2,048 characters",
        "GATHER": "0.1 s",
        "FRESH": "20 s", "ORPHANED": "60 s", "SETTLE": "0.1 s", "PAUSE": "0.5 s", "PATIENCE": "30 s",
        "LONGEST_WAIT": "1 hour", "BACKOFF": "1 s",
        "LONGEST_BACKOFF": "5 minutes",
    }  # fmt: skip
    units = {"KEPT_DAYS": 1, "GATHER": 1000, "FRESH": 1000, "ORPHANED": 1000, "SETTLE": 1000, "PAUSE": 1000,
             "PATIENCE": 1000, "BACKOFF": 1000,
             "LONGEST_WAIT": 3_600_000, "LONGEST_BACKOFF": 60_000}  # fmt: skip
    assert bounds.keys() == written.keys()
    for name, text in written.items():
        assert float(bounds[name]) / units.get(name, 1) == float(text.split()[0].replace(",", "")), name
        assert text in readme, f"{name}: README.md does not say {text}"
