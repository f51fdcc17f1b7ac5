"""How far an import is, is drawn for people who sit at a terminal, and for nobody else."""
import os
import pty
import re
import subprocess

ROWS = 3000
BAR = re.compile(r"\r\x1b\[K([█░]+) (\d+) %  (\d+) rows")


def command(strata, path):
    return [str(part) for part in (strata.place / "strata", "contacts", "import", path, "--data", strata.data)]


def table(folder):
    path = folder / "people.csv"
    path.write_text("userId,note\n" + "".join(f"u{number},{'x' * 1000}\n" for number in range(ROWS)))
    return path


def on_terminal(command):
    """What a program writes to standard error where that is a terminal."""
    reading, writing = pty.openpty()
    try:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=writing)
        os.close(writing)
        written = b""
        while True:
            try:
                written += os.read(reading, 65_536)
            except OSError:  # The program has closed its side.
                break
        output, _ = process.communicate()
        assert process.returncode == 0, written
        return written.decode(), output.decode()
    finally:
        os.close(reading)


def test_bar_grows_to_the_end_on_a_terminal(strata, tmp_path):
    written, output = on_terminal(command(strata, table(tmp_path)))
    bars = [(bar, int(percent), int(rows)) for bar, percent, rows in BAR.findall(written)]
    assert len(bars) > 2, written
    assert all(len(bar) == 30 for bar, _, _ in bars)
    assert bars == sorted(bars, key=lambda bar: bar[1:])
    assert 0 < bars[0][2] < ROWS and "░" in bars[0][0]
    assert bars[-1] == ("█" * 30, 100, ROWS)
    assert written.endswith("\n") and "\r" not in output and "%" not in output


def test_nothing_is_drawn_where_nobody_sits(strata, tmp_path):
    done = subprocess.run(command(strata, table(tmp_path)), capture_output=True, text=True)
    assert done.returncode == 0 and done.stderr == ""
    assert str(ROWS) in done.stdout
