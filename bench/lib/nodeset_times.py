"""Times ClusterShell's NodeSet at the tasks of the ip-range benchmark: JSON of lists of milliseconds, one per round."""

import json
import random
import sys
import time

from ClusterShell.NodeSet import NodeSet

ROUNDS = int(sys.argv[1])


def spread(start):
    """100,000 names, none beside another, as one text."""
    return "n[%s]" % ",".join(str(start + 4 * i) for i in range(100_000))


shuffled = ["n%d" % i for i in range(65_536)]
random.Random(1).shuffle(shuffled)
FOLD = ",".join(shuffled)
A, B = NodeSet(spread(0)), NodeSet(spread(2))
NAMES = ["n%d" % (4 * i) for i in range(100_000)]

TASKS = {
    "read": lambda: NodeSet("web[01-20].dc[1,3].example.com"),
    "count": lambda: len(NodeSet("a[0-999]b[0-99]")),
    "fold": lambda: str(NodeSet(FOLD)),
    "union": lambda: A | B,
    "difference": lambda: A - B,
    "contains": lambda: sum(name in A for name in NAMES),
}

times = {name: [] for name in TASKS}
for _ in range(ROUNDS):
    for name, task in TASKS.items():
        start = time.perf_counter()
        task()
        times[name].append((time.perf_counter() - start) * 1000)
print(json.dumps(times))
