"""The last gate: every file that would go out is read to its last byte, and refused if anything in it must not go out.

`examine` looks at one file. What it finds depends on the file, its public path and `names.digest` alone.
"""

from radkind_pod.publish.gate.examine import examine
from radkind_pod.publish.gate.leak import Leak
from radkind_pod.publish.gate.names import GATE_VERSION, Names, compile_names

__all__ = ["GATE_VERSION", "Leak", "Names", "compile_names", "examine"]
