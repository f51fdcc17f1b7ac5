#!/usr/bin/env python3
"""Makes the JavaScript that is served out of the readable files in Source/.

    ./shrink.py            writes eventsWidget.bundle.js, stub.js and their .gz beside this file
    ./shrink.py --check    writes nothing; exit 1 when one of them is not what its source gives

It removes comments and the white space that means nothing, and puts numeric constants (`const BATCH = 20;`, a name
in capitals) in the place of their names. Nothing is renamed, so the result can still be read and debugged.
"""
import gzip
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
FILES = ["eventsWidget.bundle.js", "stub.js"]

TOKEN = re.compile(
    r"""(?P<comment>//[^\n]*|/\*.*?\*/)
      | (?P<text>'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`)
      | (?P<regex>/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n\[])+/[a-z]*)
      | (?P<space>\s+)
      | (?P<word>[\w$]+(?:\.\d+)?)
      | (?P<sign>=>|===|!==|&&|\|\||>>|<<|>=|<=|\+\+|--|\*\*|\.\.\.|[-+*/%<>=!?:;,.(){}\[\]&|^~])
    """,
    re.VERBOSE | re.DOTALL,
)
CONSTANT = re.compile(r"^ *const ([A-Z][A-Z_]+) = ([0-9.e]+);.*\n", re.MULTILINE)
# A line may be joined to the next after the first, and to the one before it before the second: neither ends or
# begins a statement, so no semicolon is inserted there.
OPEN_ENDS = {"{", "(", "[", ",", ";", "=>", "=", "&&", "||", "?", ":", "+", "-", ""}
OPEN_STARTS = {"}", ")", "]", ".", "?", ":", "&&", "||", ""}
# Before a slash, one of these means that a regular expression begins, not a division.
BEFORE_REGEX = {"(", ",", "=", ":", "[", "!", "&&", "||", "?", "{", "}", ";", "=>", "return", ""}


def tokens(source):
    """(kind, text) of every token but the comments; neighbouring spaces are one."""
    at, last, space = 0, "", ""
    while at < len(source):
        match = TOKEN.match(source, at)
        if match and match.lastgroup == "regex" and last not in BEFORE_REGEX:
            match = re.compile("(?P<sign>/)").match(source, at)
        if not match:
            raise SystemExit(f"cannot read {source[at:at + 40]!r}")
        at = match.end()
        if match.lastgroup in ("space", "comment"):
            space += match.group() if match.lastgroup == "space" else " "
            continue
        if space:
            yield "space", "\n" if "\n" in space else " "
            space = ""
        last = match.group()
        yield match.lastgroup, last


def shrink(source):
    for name, value in CONSTANT.findall(source):
        source = re.sub(rf"\b{name}\b", value, CONSTANT.sub(lambda m: "" if m[1] == name else m[0], source))
    parts = list(tokens(source))
    out = []
    for index, (kind, text) in enumerate(parts):
        if kind == "space":
            before = out[-1] if out else ""
            after = parts[index + 1][1] if index + 1 < len(parts) else ""
            joins_words = re.search(r"[\w$]$", before) and re.match(r"[\w$]", after)
            joins_signs = before[-1:] in "+-" and before[-1:] == after[:1]
            if text == "\n" and before not in OPEN_ENDS and after not in OPEN_STARTS:
                out.append("\n")
            elif joins_words or joins_signs:
                out.append(" ")
            continue
        if text == "}" and out and out[-1] == ";":
            out.pop()
        out.append(text)
    return "".join(out).strip() + "\n"


def main():
    stale = []
    for name in FILES:
        made = shrink((HERE / "Source" / name).read_text(encoding="utf-8")).encode()
        script, packed = HERE / name, HERE / (name + ".gz")
        if "--check" in sys.argv:
            # The packed bytes may differ between versions of zlib; what they unpack to may not.
            if not script.exists() or script.read_bytes() != made:
                stale.append(script.name)
            if not packed.exists() or gzip.decompress(packed.read_bytes()) != made:
                stale.append(packed.name)
        else:
            script.write_bytes(made)
            packed.write_bytes(gzip.compress(made, 9, mtime=0))
            print(f"{name}: {len(made)} bytes, {packed.stat().st_size} gzipped")
    if stale:
        sys.exit(f"not what Source/ gives: {', '.join(stale)}; run {pathlib.Path(__file__).name}")


if __name__ == "__main__":
    main()
