"""`bin/commonplace`: the command line."""

import sys

from commonplace.house.cli import main

sys.exit(main(sys.argv[1:]))
