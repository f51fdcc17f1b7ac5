"""What a consumer of webhooks knows who does with the messages what webhooks.md tells it to."""


class MemberLog:
    """The members of one segment by its messages alone, and what is wrong with these.

    A message that was sent again, with the same id, tells nothing new. After a reset the consumer takes the members anew;
    here they are those that the changes up to the reset lead to, as the API tells them."""

    def __init__(self, segment, messages, changes):
        self.complaints = []
        self.members = None
        self.told = []  # numbers of changes, in the order in which they came
        self.counts = []
        ids = {}
        for message in messages:
            data = message["data"]
            if data["segment"]["id"] != segment:
                continue
            if message["id"] in ids:
                if ids[message["id"]] != data:
                    self.complaints.append(f"{message['id']} came again and says something else")
                continue
            ids[message["id"]] = data
            if message["type"] == "segment.count.updated":
                self.counts.append(data)
            elif message["type"] == "segment.members.reset":
                self._reset(data, changes)
            elif message["type"] == "segment.members.changed":
                self._change(data)
        previous = None
        for data in self.counts:
            if data["previousCount"] != previous:
                self.complaints.append(f"previous count is {data['previousCount']}, not {previous}")
            previous = data["count"]

    def _reset(self, data, changes):
        before = [change for change in changes if change["version"] <= data["version"]]
        self.members = replay(before)
        self.told = [change["change"] for change in before]
        if len(self.members) != data["count"]:
            self.complaints.append(f"a reset counts {data['count']} members, and there are {len(self.members)}")

    def _change(self, data):
        news = [(each["change"], each["id"], True) for each in data["entered"]]
        news += [(each["change"], each["id"], False) for each in data["left"]]
        news.sort()
        numbers = [number for number, _, _ in news]
        if numbers != list(range(data["fromChange"], data["toChange"] + 1)):
            self.complaints.append(f"from {data['fromChange']} to {data['toChange']}, but {numbers}")
        expected = self.told[-1] + 1 if self.told else 1
        if self.members is None or data["fromChange"] != expected:
            self.complaints.append(f"change {data['fromChange']} came after {expected - 1}")
            return
        for number, contact, enters in news:
            if enters == (contact in self.members):
                self.complaints.append(f"change {number}: {contact} was so already")
            (self.members.add if enters else self.members.discard)(contact)
            self.told.append(number)


def replay(changes):
    """The members that changes lead to, from the first on."""
    members = set()
    for change in changes:
        contact = change["contact"]["id"] if isinstance(change["contact"], dict) else change["contact"]
        enters = change["kind"] == "entered"
        assert enters != (contact in members), f"{change} repeats"
        (members.add if enters else members.discard)(contact)
    return members
