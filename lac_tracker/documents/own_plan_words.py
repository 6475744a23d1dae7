"""The headings and sentences of the young person's own plan, by tier: ours, in plain words.

Signs in them are filled in when they are printed: {name}, {NAME}, {who} to tell, {day} of the talk, {when} we meet next.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """What a plan says besides what is written for one child."""

    title: str = "MY HEALTH PLAN"
    met: str = "{name}. We talked on {day}."
    talked: str = "What we talked about"
    said: str = "YOU SAID"
    well: str = "What’s going well"
    agreed: str = "WHAT WE AGREED"
    nothing: str = "You don’t need anything new right now. Tell {who} if that changes."
    theirs: str = "What you can do"
    feelings: str = "HOW I’VE BEEN FEELING"
    feelings_why: str = "You chose to show this. Lower means things feel easier."
    sees: str = "WHO SEES THIS PLAN"
    no: str = "YOU CAN SAY NO"
    no_how: str = (
        "You can say no to any part of this, now or later. Tell {who}. That’s fine, and you still get help."
    )
    unhappy: str = "Not happy with us? Tell {who}, or ask for someone on your side."
    helpers: str = "PEOPLE WHO HELP ME"
    now: str = "IF YOU NEED HELP NOW"
    next: str = "Next time we meet: {when}, or sooner if you want."
    ask: str = "You can ask for this bigger, in another language, or read out loud."


_USUAL = Words()
_CHILD = Words(
    said="You said",
    well="Going well",
    agreed="What we will do",
    nothing="You are doing well. There is nothing new to do.",
    theirs="You can",
    feelings="How I have been feeling",
    feelings_why="You wanted this here. A lower number means you feel better.",
    sees="Who can read this",
    no="You can say no",
    no_how="You can say no. Tell {who}. That is OK.",
    unhappy="Not happy? Tell {who}, or someone you trust.",
    helpers="People who help me",
    now="If you need help now",
    next="We meet again {when}.",
    ask="Ask us to read this to you.",
)
_EASY = Words(
    title="My health plan",
    said="You said",
    agreed="What we agreed",
    nothing="There is nothing new to do.",
    feelings="How I have been feeling",
    sees="Who sees this plan",
    no="You can say no",
    no_how="You can say no. Tell {who}. You still get help.",
    unhappy="Not happy? Tell {who}. Or ask for someone on your side.",
    helpers="People who help me",
    now="If you need help now",
    next="We meet again {when}.",
    ask="We can read this out loud.",
)
_LETTER = Words(
    title="A LETTER ABOUT {NAME}’S HEALTH",
    met="We met {name} on {day}.",
    talked="What we looked at",
    said="What {name} told us",
    well="What is going well",
    agreed="What we agreed",
    nothing="{name} needs nothing new for now. Ring {who} if that changes.",
    sees="Who sees this letter",
    no="You can say no",
    no_how="You can say no to any part of this, now or later. Tell {who}.",
    unhappy="Not happy with us? Tell {who}.",
    helpers="People who help {name}",
    now="If {name} needs help now",
    next="Next time we meet {name}: {when}, or sooner if you ask.",
    ask="You can ask for this bigger, in another language, or read out loud.",
)
_BY_STAGE = {"under_5": _LETTER, "5_to_9": _CHILD, "easy_read": _EASY}


def words_of(stage: str) -> Words:
    """Return the words for a tier."""
    return _BY_STAGE.get(stage, _USUAL)
