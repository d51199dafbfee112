#!/usr/bin/env python3
"""Makes schema/data/regions/regions.tsv.gz, the region tree of Indonesia, from npm idn-area-data.

Why: the register needs every province, regency, district and village (91,599 rows) on a machine that
may have no network. The package holds them as four CSV files and islands as a fifth, 4.3 MB in all;
this keeps `code<TAB>name`, sorted by code, and drops what the code already says (the parent).

    python3 tools/regions/generate.py            fetch the package with npm, write the extract
    python3 tools/regions/generate.py --check    fetch, and fail if the committed extract differs

Python 3.9+ standard library and npm. The text is the same on every machine; the compressed bytes may
differ between versions of zlib, so --check compares the text.
"""

import argparse
import csv
import gzip
import hashlib
import io
import pathlib
import subprocess
import sys
import tarfile
import tempfile

PACKAGE = "idn-area-data@4.0.1"
PACKAGE_SHA256 = "8d47ffb2be39c08aacb0a2dd43193a1edb5754edb1022d57158341c702acc32d"
FILES = {  # file -> (column of the parent, length of a code, rows)
    "provinces": (None, 2, 38),
    "regencies": ("province_code", 5, 514),
    "districts": ("regency_code", 8, 7285),
    "villages": ("district_code", 13, 83762),
}
TARGET = pathlib.Path(__file__).resolve().parents[2] / "schema/data/regions"


def fetch(folder: pathlib.Path) -> bytes:
    """The package as npm serves it, refused when it is not the one we read."""
    command = ["npm", "pack", PACKAGE, "--silent", "--pack-destination", str(folder)]
    name = subprocess.run(command, check=True, capture_output=True, text=True, cwd=folder).stdout.split()[-1]
    content = (folder / name).read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    if digest != PACKAGE_SHA256:
        raise SystemExit(f"{PACKAGE}: sha256 is {digest}, expected {PACKAGE_SHA256}")
    return content


def rows(package: tarfile.TarFile):
    """Every (code, name), checked: lengths, parents that exist, names that fit a tab-separated line."""
    seen = {}
    for file, (parent_column, length, expected) in FILES.items():
        text = io.TextIOWrapper(package.extractfile(f"package/data/{file}.csv"), encoding="utf-8", newline="")
        count = 0
        for row in csv.DictReader(text):
            code, name = row["code"], row["name"]
            parent = code.rpartition(".")[0]
            assert len(code) == length, (file, code)
            assert code not in seen, (file, code, "twice")
            assert name and name == name.strip() and not set(name) & set("\t\r\n"), (file, code, name)
            if parent_column:
                assert row[parent_column] == parent and parent in seen, (file, code, "orphan")
            seen[code] = name
            count += 1
        assert count == expected, (file, count, expected)
    return sorted(seen.items())


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--check", action="store_true", help="compare with the committed extract, write nothing")
    check = arguments.parse_args().check
    with tempfile.TemporaryDirectory() as folder:
        content = fetch(pathlib.Path(folder))
    with tarfile.open(fileobj=io.BytesIO(content)) as package:
        text = "".join(f"{code}\t{name}\n" for code, name in rows(package)).encode("utf-8")
        licence = package.extractfile("package/data/LICENSE.md").read()
    digest = hashlib.sha256(text).hexdigest()
    target = TARGET / "regions.tsv.gz"
    if check:
        same = gzip.decompress(target.read_bytes()) == text and (TARGET / "LICENSE-ODbL.md").read_bytes() == licence
        print(f"{'same' if same else 'DIFFERENT'}: {digest}")
        return 0 if same else 1
    target.write_bytes(gzip.compress(text, compresslevel=9, mtime=0))
    (TARGET / "LICENSE-ODbL.md").write_bytes(licence)
    print(f"{target.name}: {len(text)} bytes of text, {target.stat().st_size} compressed, sha256 of the text {digest}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
