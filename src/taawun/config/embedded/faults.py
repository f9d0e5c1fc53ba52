"""What can keep the database from starting, said so that an operator knows what to do."""


class DatabaseFault(Exception):  # noqa: N818  a fault is what the operator reads, not a programming error
    """The database cannot be had; the text says what is wrong and what to do."""
