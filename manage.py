#!/usr/bin/env python
"""Django's command line, for those who develop. Users type `taawun`."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "taawun.config.settings")
    execute_from_command_line(sys.argv)
