"""`taawun console --as EMAIL`: a Python console that sees and does what the account may, and no more."""

import argparse
import code
import sys


def execute(argv: list[str]) -> int:
    """Open the door as the account and hand over to the keyboard; what was done is kept only by `keep()`."""
    parser = argparse.ArgumentParser(prog="taawun console", description="A console as somebody.")
    parser.add_argument("--as", dest="email", required=True, help="the e-mail address of an account")
    options = parser.parse_args(argv[1:])

    import django

    django.setup()
    from django.apps import apps
    from django.contrib.auth import get_user_model

    from taawun.ground.policy import door

    account = get_user_model().objects.filter(email__iexact=options.email).first()
    if account is None:
        print(f"taawun: no account has the address {options.email}.", file=sys.stderr)
        return 1
    kept = False

    def keep() -> None:
        """Keep what was done in this console when it is left."""
        nonlocal kept
        kept = True

    with door.viewing(account.pk) as viewer:
        names = {model.__name__: model for model in apps.get_models() if model.__module__.startswith("taawun.")}
        code.interact(
            f"Acting as {account} for {viewer.party}. Ctrl-D leaves; keep() first, or nothing is kept.",
            local=names | {"viewer": viewer, "keep": keep},
            exitmsg="",
        )
        if not kept:
            door.turn_back()
    return 0
