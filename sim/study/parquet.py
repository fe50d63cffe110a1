"""All trials of a study as one Parquet file: a conversion for other programs, never the record.

It needs pyarrow, which comes with the extra `parquet` and is imported only here.
"""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any, Final

import numpy as np

from sim.base.errors import UsageError
from sim.measure import Kind
from sim.study.files import write_file
from sim.study.study import Series
from sim.study.table import Array

FILE: Final = "trials.parquet"
INSTALL: Final = "pip install 'sortie-lab[parquet]'"

_WHOLE: Final = (Kind.COUNT,)


def need_parquet() -> None:
    """Make sure that Parquet can be written here.

    Raises: UsageError when pyarrow is not installed.
    """
    _arrow("pyarrow")


def write_parquet(series: Series) -> Path:
    """Write `trials.parquet` into the folder of a study: one row per trial and point; return its path.

    Counts are whole numbers, yes/no metrics are booleans, all else floats; undefined is null. The seed is text, among
    the file's metadata.

    Raises: UsageError when pyarrow is not installed.
    """
    arrow, parquet = _arrow("pyarrow"), _arrow("pyarrow.parquet")
    columns = trial_columns(series)
    table = arrow.table({name: arrow.array(values, from_pandas=True) for name, values in columns.items()})
    told = {"study": series.manifest.id, "name": series.manifest.name, "seed": str(series.manifest.seed)}
    sink = arrow.BufferOutputStream()
    parquet.write_table(table.replace_schema_metadata(told), sink)
    path = series.folder / FILE
    write_file(path, sink.getvalue().to_pybytes())
    return path


def trial_columns(series: Series) -> dict[str, Array]:
    """Return the trials of all points as columns of their own type; what is undefined is masked.

    Shapes: every column (trials of all points,).
    """
    sizes = [study.table["trial"].size for study in series]
    columns: dict[str, Array] = {
        "point": np.repeat(np.arange(len(series), dtype=np.int32), sizes),
        "variant": np.repeat(np.array([study.variant for study in series]), sizes),
        "trial": np.concatenate([study.table["trial"] for study in series]),
        "status": np.concatenate([study.table["status"] for study in series]),
    }
    for column in series.manifest.columns:
        values = np.concatenate([study.table[column.name] for study in series])
        columns[column.name] = _typed(values, column.kind)
    return columns


def _typed(values: Array, kind: Kind) -> Array:
    undefined = np.isnan(values)
    known = np.where(undefined, 0.0, values)
    if kind is Kind.YES_NO:
        return np.ma.MaskedArray(known.astype(np.bool_), mask=undefined)
    if kind in _WHOLE:
        return np.ma.MaskedArray(known.astype(np.int64), mask=undefined)
    return np.ma.MaskedArray(known, mask=undefined)


def _arrow(module: str) -> Any:
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise UsageError(f"Parquet needs pyarrow, which is not installed; install it with: {INSTALL}") from error
