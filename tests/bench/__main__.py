"""Runs the benchmarks named on the command line, or all: `python -m tests.bench [coder store index ...]`."""

import importlib
import sys
from pathlib import Path

HERE = Path(__file__).parent


def main() -> None:
    known = sorted(file.stem.removesuffix("_bench") for file in HERE.glob("*_bench.py"))
    for name in sys.argv[1:] or known:
        if name not in known:
            raise SystemExit(f"no benchmark {name!r}; there are: {', '.join(known)}")
        print(f"== {name}", flush=True)
        importlib.import_module(f"tests.bench.{name}_bench").main()


if __name__ == "__main__":
    main()
