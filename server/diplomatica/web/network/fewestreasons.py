"""The reasons that are told of several statements: as few as give all of them."""

from collections import Counter
from collections.abc import Sequence

from diplomatica.lookup.reason import Reason, Statement


def fewest_reasons(statements: Sequence[Statement]) -> list[Reason]:
    """As few reasons as give some statements.

    What was derived is told only where nothing is stated.
    """
    reasons = [reason for one in statements for reason in one.reasons]
    counts = Counter(reason.graph for reason in reasons)
    by_graph = {reason.graph: reason for reason in reasons}

    def rank(reason: Reason) -> tuple[bool, int, str]:
        is_derived = reason.kind == "Inference"
        return is_derived, -counts[reason.graph], str(reason.graph)

    left, told = list(statements), list[Reason]()
    for reason in sorted(by_graph.values(), key=rank):
        rest = [one for one in left if reason not in one.reasons]
        is_needed = len(rest) < len(left)
        is_beside_stated = bool(told) and reason.kind == "Inference"
        if is_needed and not is_beside_stated:
            told.append(reason)
            left = rest
    return told
