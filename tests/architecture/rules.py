"""The rules of the architecture, each a function from one module to its offences."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.architecture.source import Module, imports, without_docstrings

# What each layer may import. A dotted entry opens one module of a layer, not the layer.
MAY_IMPORT: dict[str, set[str]] = {
    "": {"scenario", "trial", "study", "cli"},
    "base": set(),
    "model": {"base"},
    "stats": {"base"},
    "scenario": {"base", "model"},
    "trial": {"base", "model", "scenario"},
    "measure": {"base", "model", "scenario", "trial.records", "trial.reasons"},
    "study": {"base", "model", "scenario", "trial", "measure", "stats"},
    "verify": {"base", "model", "scenario", "trial", "stats"},
    "show": {"base", "model", "scenario", "measure", "study", "stats", "trial.records", "trial.reasons", "trial.play"},
    "cli": {"base", "model", "scenario", "trial", "measure", "study", "stats", "verify", "show"},
}

# Libraries that live in some layers only.
ONLY_IN: dict[str, set[str]] = {
    "scipy.stats": {"stats"},
    "scipy.optimize": {"model"},
    "yaml": {"scenario"},
    "pydantic": {"scenario"},
    "simpy": {"trial"},
    "matplotlib": {"show"},
    "click": {"cli"},
    "filelock": {"study"},
    "multiprocessing": {"study"},
    "concurrent": {"study"},
    "numpy": {"base", "model", "stats", "trial", "measure", "study", "verify", "show"},
}

FORBIDDEN_MODULES = ("random", "pickle", "marshal", "shelve", "matplotlib.pyplot")
FORBIDDEN_CALLS = ("eval", "exec", "compile", "__import__", "yaml.load", "yaml.load_all", "os.system", "pickle.loads")
TRUTH_LAYERS = ("model", "trial", "measure")


def layer_offences(module: Module) -> Iterator[str]:
    """The layer table: nobody imports from above, and libraries stay where they belong."""
    allowed = {module.layer, "__version__", *MAY_IMPORT[module.layer]}
    for item in imports(module):
        where = f"{module.name}:{item.line} imports {item.name}"
        if item.name.startswith("sim."):
            inner = item.name.removeprefix("sim.")
            if not any(inner == name or inner.startswith(name + ".") for name in allowed if name):
                yield where
            continue
        for library, homes in ONLY_IN.items():
            if (item.name == library or item.name.startswith(library + ".")) and module.layer not in homes:
                yield where
        if item.name.split(".")[0] == "scipy" and not item.lazy:
            yield f"{where} when it is loaded; scipy is imported inside functions"


def forbidden_imports(module: Module) -> Iterator[str]:
    """Modules that nobody imports."""
    for item in imports(module):
        if any(item.name == name or item.name.startswith(name + ".") for name in FORBIDDEN_MODULES):
            yield f"{module.name}:{item.line} imports {item.name}"


def forbidden_calls(module: Module) -> Iterator[str]:
    """Calls that nobody makes."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and dotted(node.func) in FORBIDDEN_CALLS:
            yield f"{module.name}:{node.lineno} calls {dotted(node.func)}"


def literal_sides(module: Module) -> Iterator[str]:
    """In the layers that know the truth, no code asks which side something is on."""
    if module.layer not in TRUTH_LAYERS:
        return
    for node in without_docstrings(module.tree):
        if isinstance(node, ast.Constant) and node.value in ("blue", "red"):
            yield f"{module.name}:{node.lineno} names the side {node.value!r}"
        if isinstance(node, ast.Compare):
            parts = [node.left, *node.comparators]
            literal = any(isinstance(part, ast.Constant) and isinstance(part.value, str) for part in parts)
            if literal and any(dotted(part).endswith("side") for part in parts):
                yield f"{module.name}:{node.lineno} compares a side with a literal"
        if isinstance(node, ast.Match) and dotted(node.subject).endswith("side"):
            yield f"{module.name}:{node.lineno} matches on a side"


def stray_chance(module: Module) -> Iterator[str]:
    """Chance comes from named streams: no other generator in the model, and none at module level anywhere."""
    top = [node for node in module.tree.body if isinstance(node, ast.Assign | ast.AnnAssign | ast.Expr)]
    for statement in top:
        for node in ast.walk(statement):
            if isinstance(node, ast.Call) and _is_generator(dotted(node.func)):
                yield f"{module.name}:{node.lineno} makes a generator when it is loaded"
    for node in ast.walk(module.tree):
        if not isinstance(node, ast.Call):
            continue
        name = dotted(node.func)
        if name.endswith("default_rng") and not (node.args or node.keywords):
            yield f"{module.name}:{node.lineno} makes a generator without a seed"
        if name.startswith(("np.random.", "numpy.random.")) and (
            module.layer in ("model", "scenario", "trial", "measure") or not _is_generator(name)
        ):
            yield f"{module.name}:{node.lineno} calls {name}"
        if name.endswith(("rng.uniform", "generator.uniform", "default_rng().uniform")):
            yield f"{module.name}:{node.lineno} calls {name}; scale `random` instead"


def _is_generator(name: str) -> bool:
    return name.rpartition(".")[2] in ("default_rng", "Generator", "Philox", "PCG64", "RandomState", "SeedSequence")


def set_iteration(module: Module) -> Iterator[str]:
    """Where order matters nobody walks through a set: its order changes from process to process.

    A heuristic: it knows literals, calls of `set`, and names or attributes that the module itself declares as sets.
    """
    if module.layer not in ("trial", "measure", "study", "model"):
        return
    sets = set(_names_of_sets(module.tree))
    for node in ast.walk(module.tree):
        walked: list[ast.expr] = []
        if isinstance(node, ast.For | ast.AsyncFor | ast.comprehension):
            walked = [node.iter]
        elif isinstance(node, ast.Call) and dotted(node.func) in ("list", "tuple", "enumerate", "iter", "next", "sum"):
            walked = node.args[:1]
        for expression in walked:
            if _is_set(expression, sets):
                yield f"{module.name}:{expression.lineno} walks through a set; sort it first"


def _names_of_sets(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.AnnAssign) and _is_set_type(node.annotation):
            yield dotted(node.target)
        elif isinstance(node, ast.arg) and node.annotation is not None and _is_set_type(node.annotation):
            yield node.arg
        elif isinstance(node, ast.Assign) and _is_set(node.value, set()):
            yield from (dotted(target) for target in node.targets)


def _is_set_type(annotation: ast.expr) -> bool:
    base = annotation.value if isinstance(annotation, ast.Subscript) else annotation
    return dotted(base) in ("set", "frozenset", "Set", "AbstractSet", "MutableSet")


def _is_set(expression: ast.expr, names: set[str]) -> bool:
    match expression:
        case ast.Set() | ast.SetComp():
            return True
        case ast.Call(func=func):
            return dotted(func) in ("set", "frozenset")
        case ast.BinOp(left=left, right=right, op=ast.BitOr() | ast.BitAnd() | ast.Sub()):
            return _is_set(left, names) or _is_set(right, names)
        case ast.Name() | ast.Attribute():
            return dotted(expression) in names
    return False


def dotted(node: ast.AST) -> str:
    """Return `a.b.c` of an expression made of names and attributes; calls inside it show as `()`."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=attr):
            return f"{dotted(value)}.{attr}"
        case ast.Call(func=func):
            return f"{dotted(func)}()"
    return ""
