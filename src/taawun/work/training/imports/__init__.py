"""Lists of nominees: read, checked row by row, kept whole or not at all."""
