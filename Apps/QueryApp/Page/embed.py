"""Writes CPage/CPage.c, which puts every file of Files/ into the program; after a file was added or removed.

    embed.py           writes it
    embed.py --check   fails where it is not what it would write"""
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
TARGET = HERE / "CPage/CPage.c"


def text():
    paths = sorted(path.relative_to(HERE / "Files").as_posix() for path in (HERE / "Files").rglob("*") if path.is_file())
    names = [re.sub(r"\W", "_", path) for path in paths]
    parts = ["// Written by embed.py.\n#include \"CPage.h\"\n"]
    for name, path in zip(names, paths):
        parts.append(f"static const unsigned char {name}[] = {{\n#embed \"../Files/{path}\"\n}};\n")
    rows = "".join(f'  {{"{path}", {name}, sizeof {name}}},\n' for name, path in zip(names, paths))
    parts.append(f"static const struct strata_page_file files[] = {{\n{rows}}};\n")
    parts.append(
        "const struct strata_page_file *strata_page_files(size_t *count) {\n"
        "  *count = sizeof files / sizeof files[0];\n  return files;\n}\n"
    )
    return "\n".join(parts)


if __name__ == "__main__":
    if "--check" in sys.argv:
        if TARGET.read_text(encoding="utf-8") != text():
            sys.exit("CPage.c is not what embed.py writes: run it.")
    else:
        TARGET.write_text(text(), encoding="utf-8")
