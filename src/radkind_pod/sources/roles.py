"""A person's role as people write it."""

from typing import Annotated

from radkind_pod.sources.scalars import read_name, scalar

Role = Annotated[str, scalar(lambda text: read_name(text).lower())]
