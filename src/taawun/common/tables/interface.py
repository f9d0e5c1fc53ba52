"""What the rooms use of the tables."""

from .columns import ColumnMatch, ColumnSpec, match_columns
from .folding import fold_heading
from .guarding import guarded, unguarded
from .kinds import refuse_if_too_big
from .limits import MAX_CELL_CHARACTERS, MAX_COLUMNS, MAX_FILE_BYTES, MAX_ROWS
from .marking import CellError, mark_errors
from .reading import read_table
from .table import BadTable, Cell, Row, Table, column_letters
from .writing import write_csv, write_xlsx

__all__ = [
    "MAX_CELL_CHARACTERS",
    "MAX_COLUMNS",
    "MAX_FILE_BYTES",
    "MAX_ROWS",
    "BadTable",
    "Cell",
    "CellError",
    "ColumnMatch",
    "ColumnSpec",
    "Row",
    "Table",
    "column_letters",
    "fold_heading",
    "guarded",
    "mark_errors",
    "match_columns",
    "read_table",
    "refuse_if_too_big",
    "unguarded",
    "write_csv",
    "write_xlsx",
]
