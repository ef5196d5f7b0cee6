"""What the tests of the Python clients have in common."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

ANA, BEN, CARA, DAN = 1, 2, 3, 4
TINA, OMAR = 1, 2
WEIGHTS, YOGA = 1, 2

tests = 0


def check(passed, name, *got):
    global tests
    tests += 1
    print("ok" if passed else "not ok", tests, "-", name, flush=True)
    if not passed:
        print("#  got:", *got, flush=True)


def finish():
    print(f"1..{tests}")


def slot(hour):
    """An hour of a Monday by the clock on the club's wall."""
    start = datetime(2035, 1, 8, hour, tzinfo=ZoneInfo("America/Toronto"))
    return start, start + timedelta(hours=1)


class Tries:
    """Runs steps(the driver's own, try), and notes how each try of it ended."""

    error = None  # the driver's class

    @staticmethod
    def state(error):
        """The SQLSTATE of one."""
        raise NotImplementedError

    def __init__(self, steps):
        self.steps = steps
        self.ends = []

    def __call__(self, own):
        try:
            result = self.steps(own, len(self.ends) + 1)
        except self.error as error:
            self.ends.append(self.state(error))
            raise
        self.ends.append("done")
        return result


def check_explanation(answer):
    """What somebody is told who asks for half an hour of the slot at 9."""
    check(answer.get("field") == "trainer", "a clash is known by its constraint", answer)
    check(
        answer.get("message") == "trainer 1 is already booked"
        and "2035-01-08 14:00:00+00 to 2035-01-08 15:00:00+00" in answer.get("detail", "")
        and answer.get("hint") == "Choose another time or another trainer.",
        "and explained",
        answer,
    )
