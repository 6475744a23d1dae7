"""Prints how long our files, functions and classes are, and the longest of each. It never fails."""

import ast
import statistics
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def lengths(folder: str, kind: type[ast.AST] | tuple[type[ast.AST], ...] | None) -> list[tuple[int, str]]:
    """Return (lines, where) of every file, or of every node of a kind, longest first."""
    found = []
    for path in sorted((ROOT / folder).rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        where = path.relative_to(ROOT)
        if kind is None:
            found.append((text.count("\n"), str(where)))
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, kind):
                found.append((node.end_lineno - node.lineno + 1, f"{where}:{node.lineno} {node.name}"))  # type: ignore[attr-defined]
    return sorted(found, reverse=True)


def main() -> None:
    """Print median, 95th percentile and longest of files, functions and classes, and tests ÷ code."""
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    for words, kind in (("files", None), ("functions", functions), ("classes", ast.ClassDef)):
        found = lengths("lac_tracker", kind)  # type: ignore[arg-type]
        sizes = [size for size, _ in found]
        print(
            f"{words}: {len(sizes)}, median {statistics.median(sizes):.0f}, p95 {sorted(sizes)[len(sizes) * 95 // 100]}"
        )
        for size, where in found[:5]:
            print(f"    {size:5} {where}")
    code, tests = (sum(size for size, _ in lengths(folder, None)) for folder in ("lac_tracker", "tests"))
    print(f"code {code}, tests {tests}, tests ÷ code {tests / code:.2f}")


if __name__ == "__main__":
    main()
