"""How big a list may be. Each message that refuses one names its limit."""

MAX_FILE_BYTES = 10 * 1024 * 1024
MAX_ROWS = 20_000
MAX_COLUMNS = 100
MAX_CELL_CHARACTERS = 2_000

# XLSX only. A sheet of 20,000 rows by 14 columns inflates to about 17 MB.
MAX_INFLATED_BYTES = 64 * 1024 * 1024
MAX_PARTS = 2_000
MAX_RATIO = 100
RATIO_COUNTS_FROM_BYTES = 20 * 1024 * 1024  # below that, long runs of equal cells compress as well as a bomb
# The parser lays out every cell between the corners of the used area, so that two cells far apart would
# take all memory; the rows beyond MAX_ROWS leave room for titles and blank rows.
MAX_LAST_ROW = 30_000
# One shared text may be named by every cell, and each naming is a copy.
MAX_TEXT_BYTES = 64 * 1024 * 1024
MAX_SHEETS_READ = 3
