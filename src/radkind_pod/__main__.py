"""Let `python -m radkind_pod` do what the command does."""

import sys

from radkind_pod.cli import main

sys.exit(main())
