"""What was measured, a row each."""
import statistics


def quantile(values, share):
    """The smallest value that so many are not above."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def milliseconds(values):
    return f"p50 {quantile(values, 0.5):.2f} ms, p99 {quantile(values, 0.99):.2f} ms"


class Table:
    def __init__(self):
        self.rows = []

    def add(self, target, what, figure, reference, wanted, is_met):
        self.rows.append((target, what, figure, reference, wanted, "yes" if is_met else "NO"))
        print("| " + " | ".join(self.rows[-1]) + " |", flush=True)

    def start(self):
        print("| | what | measured | reference, same run | target | met |\n|---|---|---|---|---|---|", flush=True)


def median(values):
    return statistics.median(values)
