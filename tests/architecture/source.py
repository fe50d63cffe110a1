"""The program's source as parsed modules, and what each imports."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """One file of the package."""

    name: str
    tree: ast.Module

    @property
    def layer(self) -> str:
        """`sim.trial.world` is in layer `trial`; the package's own files are in layer ``."""
        parts = self.name.split(".")
        return parts[1] if len(parts) > 1 and (ROOT / "sim" / parts[1]).is_dir() else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """One imported name, in full: `from a.b import c` imports `a.b.c`."""

    name: str
    line: int
    lazy: bool
    """Inside a function, or for type checking only: not executed when the module is loaded."""


def parse(name: str, text: str) -> Module:
    """Return a module made from text."""
    return Module(name=name, tree=ast.parse(text))


@cache
def modules() -> tuple[Module, ...]:
    """Return every module of the package, by name."""
    found = []
    for path in sorted((ROOT / "sim").rglob("*.py")):
        parts = list(path.relative_to(ROOT).with_suffix("").parts)
        if parts[-1] == "__init__":
            parts.pop()
        found.append(parse(".".join(parts), path.read_text(encoding="utf-8")))
    return tuple(found)


def imports(module: Module) -> Iterator[Import]:
    """Give every import of a module, wherever it stands."""
    yield from _imports(module.tree.body, lazy=False)


def _imports(nodes: list[ast.stmt], *, lazy: bool) -> Iterator[Import]:
    for node in nodes:
        match node:
            case ast.Import(names=names):
                for alias in names:
                    yield Import(name=alias.name, line=node.lineno, lazy=lazy)
            case ast.ImportFrom(module=str(origin), names=names):
                for alias in names:
                    yield Import(name=f"{origin}.{alias.name}", line=node.lineno, lazy=lazy)
            case ast.FunctionDef(body=body) | ast.AsyncFunctionDef(body=body):
                yield from _imports(body, lazy=True)
            case ast.If(test=ast.Name(id="TYPE_CHECKING"), body=body, orelse=orelse):
                yield from _imports(body, lazy=True)
                yield from _imports(orelse, lazy=lazy)
            case _:
                for field in ("body", "orelse", "finalbody"):
                    yield from _imports([n for n in getattr(node, field, []) if isinstance(n, ast.stmt)], lazy=lazy)
                for handler in getattr(node, "handlers", []):
                    yield from _imports(handler.body, lazy=lazy)


def without_docstrings(tree: ast.Module) -> Iterator[ast.AST]:
    """Give every node but the strings that stand alone as statements, which are documentation."""
    documentation = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
    }
    return (node for node in ast.walk(tree) if id(node) not in documentation)
