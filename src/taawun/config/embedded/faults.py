"""What can keep the database from starting, said so that an operator knows what to do."""


class DatabaseFault(Exception):
    """The database cannot be had; the text says what is wrong and what to do."""
