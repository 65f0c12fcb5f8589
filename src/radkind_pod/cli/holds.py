"""What a person does about an episode that is held back."""

from radkind_pod.publish.selection import APPROVAL, CHECKS, CONSENT, EXPIRED, OLD, WITHDRAWN, Hold


def step(slug: str, hold: Hold) -> str:
    """Return what comes next; "" where nothing but time is waited for."""
    without = "take them out of it, or cut what they say, and build it (docs/consent.md)"
    return {
        CONSENT: "ask, write the answer into people.yaml, and publish again",
        EXPIRED: f"ask them again; or {without}",
        WITHDRAWN: without,
        OLD: f"radkind-pod build {slug}",
        CHECKS: f"radkind-pod review edit {slug}; hear it all, tick “I have checked it against the sound”, then build",
        APPROVAL: f'radkind-pod approve {slug} --by "YOUR NAME"',
    }.get(hold.kind, "")
