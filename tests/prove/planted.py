"""Small stories with one fault each, and how each is mended: what the prover must catch, and what it must let pass.

A story is YAML with the repeated parts left out (`files` puts them in). Sections begin with `# chapter`, `# vignette`,
`# cards`, `# state` or `# heroes`. ▲ stands where the finding must point. In a chapter the first line is its id and its
entrances; `{+` stands for a scene's title and text, `{+text` for its title, `ending: ID` for a whole ending, and every
choice says the same. A variable is `flag LASTS` or `LOW to HIGH LASTS`; a hero is an id and a chapter.
"""

from __future__ import annotations

import re
from typing import NamedTuple

MARK = "▲"
SECTION = re.compile(r"^# (\w+)\n", re.MULTILINE)
HEROES = "ada one\nben one\n"
THREE = "# heroes\nada one\nben one\ncleo one\n"
LIT = "# state\nlit: flag story\n"
END = "  yard: {+, ending: done}\n"
LIT_END = "  yard: {+text: [It ends., {when: lit, say: It is light.}], ending: done}\n"


class Planted(NamedTuple):
    """A story with a fault."""

    name: str
    kind: str
    subject: str
    text: str
    mend: tuple[tuple[str, str], ...]
    """What to write in place of what; the story is sound then."""
    also: tuple[tuple[str, str], ...] = ()
    """(kind, subject) of what cannot but follow from the fault."""

    @property
    def mended(self) -> str:
        """The sound story."""
        text = self.text
        for old, new in self.mend:
            assert text.count(old) == 1, f"{self.name}: {old} is there {text.count(old)} times"
            text = text.replace(old, new)
        return text.replace(MARK, "")


def files(text: str) -> dict[str, str]:
    """File → content, in full; ▲ stays where it is."""
    _, *parts = SECTION.split(text)
    sections: dict[str, list[str]] = {}
    for name, content in zip(parts[::2], parts[1::2], strict=True):
        sections.setdefault(name, []).append(content)
    made = {"story.yaml": _frame(sections.get("heroes", [HEROES])[0], sections.get("state", [""])[0])}
    for number, chapter in enumerate(sections["chapter"]):
        made[f"chapters/{number}.yaml"] = _chapter(chapter)
    for number, vignette in enumerate(sections.get("vignette", ())):
        made[f"vignettes/{number}.yaml"] = f"{vignette}title: A moment\nhint: Look.\ntext: [They drink tea.]\n"
    for number, cards in enumerate(sections.get("cards", ())):
        entries = re.sub(r"\{\+", "{title: A card, text: [It is so.]", cards)
        made[f"codex/{number}.yaml"] = f"codex: shelf-{number}\ntitle: A shelf\nentries:\n{entries}"
    return made


def _frame(heroes: str, state: str) -> str:
    people = re.sub(
        r"^(▲?)([\w-]+) ([\w-]+)$",
        r"  - \1{id: \2, name: \2, colour: '#123456', tagline: So., joins: \3}",
        heroes,
        flags=re.MULTILINE,
    )
    state = re.sub(
        r"^(▲?[\w-]+): flag (\w+)$", r"  \1: {type: flag, lasts: \2, about: It is.}", state, flags=re.MULTILINE
    )
    state = re.sub(
        r"^(▲?[\w-]+): (\d+) to (\d+) (\w+)$",
        r"  \1: {type: range, from: \2, to: \3, lasts: \4, about: How far.}",
        state,
        flags=re.MULTILINE,
    )
    return f"title: A story\nstart: one\nheroes:\n{people}" + (f"state:\n{state}" if state else "")


def _chapter(text: str) -> str:
    head, _, scenes = text.partition("\n")
    head = re.sub(r"^(▲?)([\w-]+): (▲?)\{", r"\1chapter: \2\ntitle: A chapter\n\3entrances: {", head)
    scenes = scenes.replace("{+text", "{title: A scene, text").replace("{+", "{title: A scene, text: [It goes on.]")
    scenes = re.sub(r"ending: ([\w-]+)", r"ending: {id: \1, title: The end, kind: canon}", scenes)
    return f"{head}\nscenes:\n" + scenes.replace("{to:", "{say: Go on., to:")


PLANTED = (
    # Scenes.
    Planted(
        "a scene nothing leads to",
        "unreachable-scene",
        "attic",
        """# chapter
one: {ada: hall, ben: hall}
  hall: {+, choices: {go: {to: yard}}}
  ▲attic: {+, choices: {down: {to: yard}}}
"""
        + END,
        (("go: {to: yard}", "go: {to: yard}, up: {to: attic}"),),
    ),
    Planted(
        "two scenes that lead only to one another, and out",
        "unreachable-scene",
        "attic",
        """# chapter
one: {ada: hall, ben: hall}
  hall: {+, choices: {go: {to: yard}}}
  ▲attic: {+, choices: {over: {to: loft}}}
  loft: {+, choices: {back: {to: attic}, down: {to: yard}}}
"""
        + END,
        (("go: {to: yard}", "go: {to: yard}, up: {to: loft}"),),
        (("unreachable-scene", "loft"),),
    ),
    Planted(
        "a scene that every way goes past",
        "unreachable-scene",
        "stairs",
        LIT
        + """# chapter
one: {ada: hall, ben: hall}
  hall: {+, choices: {light: {to: landing, set: {lit: true}}, leave: {to: landing}}}
  ▲stairs: {+, choices: {on: {to: landing}}}
  landing: {+, choices: {on: {to: yard}}}
"""
        + LIT_END,
        (("leave: {to: landing}", "leave: {to: stairs}"),),
    ),
    Planted(
        "an entrance that goes past the first scene of its chapter",
        "unreachable-scene",
        "gate",
        """# chapter
one: {ada: hall, ben: hall}
  hall: {+, choices: {go: {to: two}}}
# chapter
two: {ada: path, ben: path}
  ▲gate: {+, choices: {in: {to: path}}}
  path: {+, choices: {on: {to: yard}}}
"""
        + END,
        (("ada: path", "ada: gate"),),
    ),
    Planted(
        "a scene behind a door that is always shut",
        "unreachable-scene",
        "vault",
        LIT
        + """# chapter
one: {ada: hall, ben: hall}
  hall: {+, choices: {light: {to: yard, set: {lit: true}}, in: {to: vault, when: lit}, leave: {to: yard}}}
  ▲vault: {+, choices: {out: {to: yard}}}
"""
        + LIT_END,
        (("light: {to: yard", "light: {to: hall"),),
        (("unreachable-choice", "hall/in"),),
    ),
    # Choices.
    Planted(
        "a choice that asks for two things of which a run does one",
        "unreachable-choice",
        "mid/both",
        """# state
red: flag story
blue: flag story
# chapter
one: {ada: hall, ben: hall}
  hall: {+, choices: {r: {to: mid, set: {red: true}}, b: {to: mid, set: {blue: true}}, walk: {to: mid}, on: {to: lane}}}
  mid: {+, choices: {plain: {to: yard}, both: {to: lane, ▲when: red and blue}}}
  lane: {+, choices: {on: {to: yard}}}
"""
        + END,
        (("red and blue", "red or blue"),),
    ),
    Planted(
        "`not` before a comparison asks for the opposite of all of it",
        "unreachable-choice",
        "mid/peek",
        """# state
trust: 1 to 3 story
# chapter
one: {ada: hall, ben: hall}
  hall: {+text: [A hall., {when: trust > 1, say: Again.}], choices: {bow: {to: mid, set: {trust: 2}},
    nod: {to: mid, set: {trust: 3}}, walk: {to: lane}}}
  mid: {+, choices: {back: {to: hall}, out: {to: yard}, peek: {to: lane, ▲when: not trust >= 2}}}
  lane: {+, choices: {on: {to: yard}}}
"""
        + END,
        (("not trust >= 2", "not trust == 3"),),
    ),
    Planted(
        "`not x == 2` where x is always 2",
        "unreachable-choice",
        "mid/peek",
        """# state
trust: 1 to 2 story
# chapter
one: {ada: hall, ben: hall}
  hall: {+text: [A hall., {when: trust == 2, say: Again.}], choices: {bow: {to: mid, set: {trust: 2}}, out: {to: yard}}}
  mid: {+, choices: {back: {to: hall}, peek: {to: yard, ▲when: not trust == 2}}}
"""
        + END,
        (("bow: {to: mid, set: {trust: 2}}", "bow: {to: mid, set: {trust: 2}}, nod: {to: mid}"),),
    ),
    Planted(
        "a flag cleared at the crossroads that a later rule reads",
        "unreachable-choice",
        "gate/in",
        """# state
lit: flag chapter
# chapter
one: {ada: hall, ben: hall}
  hall: {+, choices: {light: {to: porch, set: {lit: true}}, leave: {to: porch}}}
  porch: {+text: [A porch., {when: lit, say: It is light.}], choices: {on: {to: two}}}
# chapter
two: {ada: gate, ben: gate}
  gate: {+, choices: {in: {to: house, ▲when: lit}, past: {to: yard}, wait: {to: house}}}
  house: {+, choices: {out: {to: yard}}}
"""
        + END,
        (("lit: flag chapter", "lit: flag story"), ("wait: {to: house}", "wait: {to: house, when: not lit}")),
    ),
    Planted(
        "a choice for a hero who never comes here",
        "unreachable-choice",
        "attic/joke",
        """# chapter
one: {ada: attic, ben: hall}
  attic: {+, choices: {down: {to: hall}, joke: {to: yard, ▲when: follow == ben}}}
  hall: {+, choices: {on: {to: yard}}}
"""
        + END,
        (("ben: hall}", "ben: attic}"),),
    ),
    Planted(
        "a choice for who has been where one comes only later",
        "unreachable-choice",
        "hall/remember",
        """# chapter
one: {ada: hall, ben: hall}
  hall: {+, choices: {on: {to: attic}, remember: {to: yard, ▲when: been(attic)}}}
  attic: {+, choices: {on: {to: yard}}}
"""
        + END,
        (("on: {to: yard}", "on: {to: yard}, back: {to: hall}"),),
    ),
    Planted(
        "a price higher than what is left after the toll",
        "unreachable-choice",
        "stall/buy",
        """# state
coins: 0 to 2 story
# chapter
one: {ada: hall, ben: hall}
  hall: {+, choices: {big: {to: bridge, set: {coins: 2}}, small: {to: bridge, set: {coins: 1}}}}
  bridge: {+, choices: {pay: {to: stall, set: {coins: '-1'}}}}
  stall: {+, choices: {out: {to: yard}, buy: {to: feast, ▲when: coins >= 2}, beg: {to: feast, when: coins == 0}}}
  feast: {+, choices: {out: {to: yard}}}
"""
        + END,
        (("coins >= 2", "coins >= 1"),),
    ),
    Planted(
        "a choice that is taken back by its own scene",
        "unreachable-choice",
        "cellar/lamp",
        """# state
lit: flag story
# chapter
one: {ada: hall, ben: hall}
  hall: {+text: [A hall., {when: lit, say: A lamp., }], choices: {light: {to: hall, when: not lit, set: {lit: true}},
    down: {to: cellar, set: {lit: false}}}}
  cellar: {+, choices: {out: {to: yard}, lamp: {to: vault, ▲when: lit}, feel: {to: vault}}}
  vault: {+, choices: {out: {to: yard}}}
"""
        + END,
        ((", set: {lit: false}", ""), ("feel: {to: vault}", "feel: {to: vault, when: not lit}")),
    ),
    # Paragraphs.
    Planted(
        "a paragraph that asks for two things of which a run does one",
        "unreachable-paragraph",
        "yard, paragraph 2",
        """# state
red: flag story
blue: flag story
# chapter
one: {ada: hall, ben: hall}
  hall: {+, choices: {r: {to: yard, set: {red: true}}, b: {to: yard, set: {blue: true}}, n: {to: yard}}}
  yard: {+text: [It ends., {▲when: red and blue, say: It is purple.}, {when: red or blue, say: A colour.},
    {when: red, say: Red.}],
    ending: done}
""",
        (("red and blue", "not red and blue"),),
    ),
    Planted(
        "a paragraph for who has been where one comes only later",
        "unreachable-paragraph",
        "hall, paragraph 2",
        """# chapter
one: {ada: hall, ben: hall}
  hall: {+text: [A hall., {▲when: been(yard), say: Again.}], choices: {go: {to: lane}, on: {to: yard}}}
  lane: {+, choices: {on: {to: yard}, back: {to: hall}}}
"""
        + END,
        (("been(yard)", "been(lane)"),),
    ),
    Planted(
        "a paragraph for a hero who has no way into its chapter",
        "unreachable-paragraph",
        "gate, paragraph 2",
        THREE
        + """# chapter
one: {ada: hall, ben: hall, cleo: hall}
  hall: {+, choices: {go: {to: two}}}
# chapter
two: {ada: gate, ben: gate}
  gate: {+text: [A gate., {▲when: follow == cleo, say: She waits.}], choices: {on: {to: yard}}}
"""
        + END,
        (("two: {ada: gate,", "two: {ada: gate, cleo: gate,"),),
    ),
    Planted(
        "a paragraph below every value its range can have there",
        "unreachable-paragraph",
        "yard, paragraph 2",
        """# state
trust: 0 to 2 story
# chapter
one: {ada: hall, ben: hall}
  hall: {+, choices: {a: {to: mid, set: {trust: 1}}, b: {to: mid}}}
  mid: {+, choices: {on: {to: yard, set: {trust: '+1'}}}}
  yard: {+text: [It ends., {▲when: trust < 1, say: Cold.}, {when: trust == 2, say: Warm.}], ending: done}
""",
        (("trust < 1", "trust < 2"),),
    ),
    # Vignettes.
    Planted(
        "a moment at a scene, for somebody who never comes there",
        "unreachable-vignette",
        "tea",
        """# chapter
one: {ada: attic, ben: hall}
  attic: {+, choices: {down: {to: hall}}}
  hall: {+, choices: {on: {to: yard}}}
"""
        + END
        + """# vignette
id: tea
▲unlock: {at: attic, when: follow == ben}
""",
        (("at: attic", "at: hall"),),
    ),
    Planted(
        "a moment by a choice whose own effect makes its rule false",
        "unreachable-vignette",
        "tea",
        LIT
        + """# chapter
one: {ada: lobby, ben: lobby}
  lobby: {+, choices: {candle: {to: hall, set: {lit: true}}, dark: {to: hall}}}
  hall: {+, choices: {light: {to: yard, set: {lit: true}}, leave: {to: yard}}}
"""
        + LIT_END
        + """# vignette
id: tea
▲unlock: {by: hall/light, when: not lit}
""",
        (("by: hall/light", "by: hall/leave"),),
    ),
    Planted(
        "a moment by a choice in one thread that asks for what another does",
        "unreachable-vignette",
        "tea",
        LIT
        + """# chapter
one: {ada: attic, ben: cellar}
  attic: {+, eyes: ada, choices: {wait: {to: yard}, down: {to: hall}}}
  cellar: {+, eyes: ben, choices: {light: {to: hall, set: {lit: true}}, up: {to: hall}}}
  hall: {+, choices: {on: {to: yard}}}
"""
        + LIT_END
        + """# vignette
id: tea
▲unlock: {by: attic/wait, when: lit}
""",
        (("by: attic/wait", "by: hall/on"),),
    ),
    Planted(
        "a moment at a scene nothing leads to",
        "unreachable-vignette",
        "tea",
        """# chapter
one: {ada: hall, ben: hall}
  hall: {+, choices: {go: {to: yard}}}
  attic: {+, choices: {down: {to: yard}}}
"""
        + END
        + """# vignette
id: tea
▲unlock: {at: attic}
""",
        (("go: {to: yard}", "go: {to: attic}"),),
        (("unreachable-scene", "attic"),),
    ),
    Planted(
        "a second way into a moment, for somebody who never comes there",
        "unreachable-unlock",
        "tea, way 2",
        """# chapter
one: {ada: attic, ben: hall}
  attic: {+, choices: {down: {to: hall}}}
  hall: {+, choices: {on: {to: yard}}}
"""
        + END
        + """# vignette
id: tea
unlock:
  - {by: hall/on}
  - ▲{at: attic, when: follow == ben}
""",
        (("ben: hall", "ben: attic"),),
    ),
    Planted(
        "a first way into a moment, at a scene nothing leads to",
        "unreachable-unlock",
        "tea, way 1",
        """# chapter
one: {ada: hall, ben: hall}
  hall: {+, choices: {go: {to: yard}}}
  attic: {+, choices: {down: {to: yard}}}
"""
        + END
        + """# vignette
id: tea
unlock: [▲{by: attic/down}, {at: hall}]
""",
        (("go: {to: yard}", "go: {to: attic}"),),
        (("unreachable-scene", "attic"),),
    ),
    Planted(
        "a moment with two ways in, both closed",
        "unreachable-vignette",
        "tea",
        """# chapter
one: {ada: attic, ben: hall}
  attic: {+, choices: {down: {to: hall}}}
  hall: {+, choices: {on: {to: yard}}}
"""
        + END
        + """# vignette
id: tea
▲unlock: [{at: attic, when: follow == ben}, {by: attic/down, when: follow == ben}]
""",
        (("ben: hall", "ben: attic"),),
    ),
    # Endings.
    Planted(
        "an ending that needs two flags that exclude each other",
        "unreachable-ending",
        "peace",
        """# state
red: flag story
blue: flag story
# chapter
one: {ada: hall, ben: hall}
  hall: {+, choices: {r: {to: mid, set: {red: true, blue: false}}, b: {to: mid, set: {blue: true, red: false}},
    n: {to: mid}}}
  mid: {+, choices: {plain: {to: yard}, both: {to: dove, when: red and blue}}}
  ▲dove: {+, ending: peace}
"""
        + END,
        (("red: true, blue: false", "red: true, blue: true"),),
        (("unreachable-choice", "mid/both"),),
    ),
    Planted(
        "an ending that needs what was reset at the crossroads",
        "unreachable-ending",
        "light",
        """# state
lit: flag chapter
# chapter
one: {ada: hall, ben: hall}
  hall: {+, choices: {light: {to: porch, set: {lit: true}}, leave: {to: porch}}}
  porch: {+text: [A porch., {when: lit, say: It is light.}], choices: {on: {to: two}}}
# chapter
two: {ada: gate, ben: gate}
  gate: {+, choices: {in: {to: house, when: lit}, past: {to: yard}}}
  ▲house: {+, ending: light}
"""
        + END,
        (("lit: flag chapter", "lit: flag story"),),
        (("unreachable-choice", "gate/in"),),
    ),
    Planted(
        "an ending nothing leads to",
        "unreachable-ending",
        "gone",
        """# chapter
one: {ada: hall, ben: hall}
  hall: {+, choices: {on: {to: yard}, stay: {to: hall}}}
  ▲sea: {+, ending: gone}
"""
        + END,
        (("stay: {to: hall}", "stay: {to: sea}"),),
    ),
    # Cards.
    Planted(
        "a card of somebody nobody meets",
        "unreachable-card",
        "cat",
        """# chapter
one: {ada: hall, ben: hall}
  hall: {+, who: [dog], choices: {on: {to: yard}}}
"""
        + END
        + "# cards\n  dog: {+}\n  ▲cat: {+}\n",
        (("who: [dog]", "who: [dog, cat]"),),
    ),
    Planted(
        "a card of a place where no scene plays",
        "unreachable-card",
        "storm",
        """# chapter
one: {ada: hall, ben: hall}
  hall: {+, place: house, choices: {on: {to: yard}}}
"""
        + END
        + "# cards\n  ▲storm: {+, met: [sea, boat]}\n",
        (("met: [sea, boat]", "met: [sea, house]"),),
    ),
    Planted(
        "a card of a hero through whose eyes nothing is seen",
        "unreachable-card",
        "ben",
        """# chapter
one: {ada: attic, ben: hall}
  attic: {+, eyes: ada, choices: {down: {to: yard}}}
  hall: {+, choices: {on: {to: yard}}}
"""
        + END
        + "# cards\n  ada: {+}\n  ▲ben: {+}\n",
        (("hall: {+,", "hall: {+, eyes: ben,"),),
    ),
    # Entrances.
    Planted(
        "a chapter nothing leads to",
        "unreachable-entrance",
        "two/ada",
        """# chapter
one: {ada: hall, ben: hall}
  hall: {+, choices: {on: {to: yard}, back: {to: one}}}
"""
        + END
        + """# chapter
two: {▲ada: gate, ben: gate}
  gate: {+, ending: gone}
""",
        (("back: {to: one}", "back: {to: two}"),),
        (("unreachable-entrance", "two/ben"), ("unreachable-ending", "gone")),
    ),
    Planted(
        "a chapter behind a choice that nobody can take",
        "unreachable-entrance",
        "two/ben",
        """# chapter
one: {ada: hall, ben: hall}
  hall: {+, choices: {on: {to: yard}, go: {to: two, when: been(yard)}, up: {to: attic}}}
  attic: {+, choices: {down: {to: hall}}}
"""
        + END
        + """# chapter
two: {▲ben: gate, ada: gate}
  gate: {+, ending: gone}
""",
        (("been(yard)", "been(attic)"),),
        (("unreachable-entrance", "two/ada"), ("unreachable-ending", "gone"), ("unreachable-choice", "hall/go")),
    ),
    # Routes.
    Planted(
        "a hero whose thread breaks in the middle chapter",
        "broken-route",
        "ben",
        """# heroes
ada one
▲ben one
cleo one
# chapter
one: {ada: hall, ben: hall, cleo: hall}
  hall: {+, choices: {go: {to: two}}}
# chapter
two: {ada: gate, cleo: gate}
  gate: {+, choices: {on: {to: three}}}
# chapter
three: {ada: yard, ben: yard, cleo: yard}
"""
        + END,
        (("{ada: gate,", "{ada: gate, ben: gate,"),),
    ),
    Planted(
        "a hero without an entrance in the chapter they join in",
        "broken-route",
        "ben",
        """# heroes
ada one
▲ben one
cleo one
# chapter
one: {ada: hall, cleo: hall}
  hall: {+, choices: {go: {to: two}}}
# chapter
two: {ada: yard, ben: yard, cleo: yard}
"""
        + END,
        (("ben one", "ben two"),),
    ),
    Planted(
        "a hero without any entrance",
        "broken-route",
        "cleo",
        """# heroes
ada one
ben one
▲cleo one
# chapter
one: {ada: hall, ben: hall}
  hall: {+, choices: {go: {to: yard}}}
"""
        + END,
        (("ben: hall}", "ben: hall, cleo: hall}"),),
    ),
    Planted(
        "a hero who cannot go on without what only another does in the same chapter",
        "broken-route",
        "ben",
        """# heroes
ada one
▲ben one
# state
open: flag story
# chapter
one: {ada: hall, ben: hall}
  hall: {+, choices: {go: {to: two}}}
# chapter
two: {ada: gate, ben: wall}
  gate: {+, eyes: ada, choices: {unbar: {to: two, set: {open: true}}, on: {to: yard}}}
  wall: {+, eyes: ben, choices: {in: {to: yard, when: open}, ask: {to: two}}}
"""
        + END,
        (("ask: {to: two}", "ask: {to: two}, climb: {to: yard, when: not open}"),),
    ),
    # Traps.
    Planted(
        "every way on has a rule, and one run meets none of them",
        "trap",
        "door",
        """# state
key: flag story
axe: flag story
# chapter
one: {ada: hall, ben: hall}
  hall: {+, choices: {k: {to: door, set: {key: true}}, a: {to: door, set: {axe: true}}, n: {to: door}, out: {to: yard}}}
  ▲door: {+, choices: {open: {to: yard, when: key}, break: {to: lane, when: axe}}}
  lane: {+, choices: {on: {to: yard}}}
"""
        + END,
        (("n: {to: door}", "n: {to: lane}"),),
    ),
    Planted(
        "a trap that only one hero can enter",
        "trap",
        "mid",
        """# chapter
one: {ada: hall, ben: hall}
  hall: {+, choices: {on: {to: mid}, out: {to: yard}}}
  ▲mid: {+, choices: {on: {to: yard, when: follow == ada}}}
"""
        + END,
        (("when: follow == ada}", "when: follow == ada}, back: {to: hall}"),),
    ),
    Planted(
        "a range that has been used up",
        "trap",
        "market",
        """# state
coins: 0 to 2 story
# chapter
one: {ada: hall, ben: hall}
  hall: {+, choices: {in: {to: market, set: {coins: 2}}}}
  ▲market: {+, choices: {buy: {to: market, when: coins > 0, set: {coins: '-1'}}, fare: {to: yard, when: coins > 0}}}
"""
        + END,
        (("fare: {to: yard, when: coins > 0}", "fare: {to: yard, when: coins < 2}"),),
    ),
    Planted(
        "a loop without exit that is entered late",
        "trap",
        "cellar",
        """# chapter
one: {ada: hall, ben: hall}
  hall: {+, choices: {go: {to: two}}}
# chapter
two: {ada: gate, ben: gate}
  gate: {+, choices: {in: {to: house}}}
  house: {+, choices: {out: {to: yard}, down: {to: cellar}}}
  ▲cellar: {+, choices: {on: {to: tunnel}, wait: {to: cellar}}}
  tunnel: {+, choices: {back: {to: cellar}}}
"""
        + END,
        (("back: {to: cellar}", "back: {to: house}"),),
    ),
    Planted(
        "a chapter that only comes back to itself",
        "trap",
        "two",
        """# chapter
one: {ada: hall, ben: hall}
  hall: {+, choices: {go: {to: two}, out: {to: yard}}}
"""
        + END
        + """# chapter
▲two: {ada: ring, ben: ring}
  ring: {+, choices: {on: {to: two}}}
""",
        (("on: {to: two}", "on: {to: one}"),),
    ),
    Planted(
        "a door locked behind one, with the key outside",
        "trap",
        "vault",
        """# state
key: flag story
# chapter
one: {ada: hall, ben: hall}
  hall: {+, choices: {take: {to: hall, when: not key, set: {key: true}}, in: {to: vault}, out: {to: yard}}}
  ▲vault: {+, choices: {unlock: {to: yard, when: key}, look: {to: vault}}}
"""
        + END,
        (("look: {to: vault}", "look: {to: hall}"),),
    ),
    Planted(
        "a hero's memory of a place that the other way round did not pass",
        "trap",
        "well",
        """# chapter
one: {ada: hall, ben: hall}
  hall: {+, choices: {up: {to: attic}, on: {to: well}}}
  attic: {+, choices: {down: {to: well}}}
  ▲well: {+, choices: {tell: {to: yard, when: been(attic)}}}
"""
        + END,
        (
            ("on: {to: well}", "on: {to: yard}"),
            ("well}}}\n  ▲", "well}, out: {to: hall}}}\n  ▲"),
            (", when: been(attic)", ""),
        ),
    ),
    # Rules that always hold.
    Planted(
        "a rule about what every way here has set",
        "always-true",
        "mid/on",
        LIT
        + """# chapter
one: {ada: hall, ben: hall}
  hall: {+text: [A hall., {when: lit, say: Light.}], choices: {a: {to: mid, set: {lit: true}},
    b: {to: porch, set: {lit: true}}}}
  porch: {+, choices: {in: {to: mid}, back: {to: hall}}}
  mid: {+, choices: {on: {to: yard, ▲when: lit}, stay: {to: porch}}}
"""
        + END,
        (("b: {to: porch, set: {lit: true}}", "b: {to: porch}"),),
    ),
    Planted(
        "`not x == 2` where x cannot be 2",
        "always-true",
        "yard, paragraph 2",
        """# state
trust: 0 to 2 story
# chapter
one: {ada: hall, ben: hall}
  hall: {+, choices: {a: {to: yard, set: {trust: 1}}, b: {to: yard}, c: {to: mid, set: {trust: 2}}}}
  mid: {+text: [A mid., {when: trust == 2, say: Two.}], choices: {back: {to: hall, set: {trust: 0}},
    two: {to: mid, set: {trust: 1}}}}
  yard: {+text: [It ends., {▲when: not trust == 2, say: Cold.}, {when: trust == 1, say: Cool.}], ending: done}
""",
        (("not trust == 2", "not trust == 1"),),
    ),
    Planted(
        "a paragraph that asks for the only hero who comes here",
        "always-true",
        "attic, paragraph 2",
        """# chapter
one: {ada: attic, ben: hall}
  attic: {+text: [An attic., {▲when: follow == ada, say: She looks.}], choices: {down: {to: hall}}}
  hall: {+, choices: {on: {to: yard}}}
"""
        + END,
        (("ben: hall", "ben: attic"),),
    ),
    Planted(
        "a moment that asks for a scene every run has been in",
        "always-true",
        "tea",
        """# chapter
one: {ada: hall, ben: hall}
  hall: {+, choices: {on: {to: yard}, up: {to: attic}}}
  attic: {+, choices: {down: {to: yard}}}
"""
        + END
        + """# vignette
id: tea
▲unlock: {at: yard, when: been(hall)}
""",
        (("been(hall)", "been(attic)"),),
    ),
    Planted(
        "a moment that asks for what its own choice sets",
        "always-true",
        "tea",
        LIT
        + """# chapter
one: {ada: hall, ben: hall}
  hall: {+, choices: {light: {to: yard, set: {lit: true}}, leave: {to: yard}}}
"""
        + LIT_END
        + """# vignette
id: tea
▲unlock: {by: hall/light, when: lit}
""",
        (("by: hall/light, when: lit", "at: yard, when: lit"),),
    ),
    Planted(
        "a second way into a moment, that asks for what its own choice sets",
        "always-true",
        "tea, way 2",
        LIT
        + """# chapter
one: {ada: hall, ben: hall}
  hall: {+, choices: {light: {to: yard, set: {lit: true}}, leave: {to: yard}}}
"""
        + LIT_END
        + """# vignette
id: tea
unlock: [{by: hall/leave}, ▲{by: hall/light, when: lit}]
""",
        ((", when: lit}]", "}]"),),
    ),
    # Variables.
    Planted(
        "a flag that no rule reads",
        "unread-variable",
        "lit",
        """# state
▲lit: flag story
# chapter
one: {ada: hall, ben: hall}
  hall: {+, choices: {light: {to: attic, set: {lit: true}}, up: {to: porch}}}
  porch: {+, choices: {up: {to: attic}}}
  attic: {+, choices: {down: {to: yard}}}
"""
        + END,
        (("attic: {+,", "attic: {+text: [An attic., {when: lit, say: Light.}],"),),
    ),
    Planted(
        "a range that is declared and forgotten",
        "unread-variable",
        "trust",
        LIT
        + """▲trust: 0 to 3 story
# chapter
one: {ada: hall, ben: hall}
  hall: {+, choices: {light: {to: yard, set: {lit: true}}, leave: {to: yard}}}
"""
        + LIT_END,
        (("▲trust: 0 to 3 story\n", ""),),
    ),
    Planted(
        "a flag that nothing sets",
        "unwritten-variable",
        "lit",
        """# state
▲lit: flag story
# chapter
one: {ada: hall, ben: hall}
  hall: {+, choices: {on: {to: yard}, up: {to: attic}}}
  attic: {+, choices: {down: {to: yard}}}
  yard: {+text: [It ends., {when: lit or been(attic), say: Light.}], ending: done}
""",
        (("down: {to: yard}", "down: {to: yard}, lamp: {to: yard, set: {lit: true}}"), ("lit or been(attic)", "lit")),
    ),
    Planted(
        "a range that nothing moves",
        "unwritten-variable",
        "trust",
        """# state
▲trust: 0 to 2 story
# chapter
one: {ada: hall, ben: hall}
  hall: {+, choices: {on: {to: yard}, up: {to: attic}}}
  attic: {+, choices: {down: {to: yard}}}
  yard: {+text: [It ends., {when: trust > 0 or been(attic), say: Light.}], ending: done}
""",
        (
            ("down: {to: yard}", "down: {to: yard, set: {trust: 2}}"),
            ("on: {to: yard}", "on: {to: yard, set: {trust: 1}}"),
            ("up: {to: attic}", "up: {to: attic}, shy: {to: yard}"),
        ),
    ),
    Planted(
        "a range value that is never used",
        "unused-value",
        "trust",
        """# state
▲trust: 0 to 3 story
# chapter
one: {ada: hall, ben: hall}
  hall: {+, choices: {a: {to: mid, set: {trust: '+1'}}, b: {to: mid}}}
  mid: {+, choices: {a: {to: yard, set: {trust: '+1'}}, b: {to: yard}}}
  yard: {+text: [It ends., {when: trust >= 2, say: Warm.}, {when: trust == 1, say: Cool.}], ending: done}
""",
        (("0 to 3", "0 to 2"),),
    ),
    Planted(
        "a flag that is always reset before it is read",
        "unused-value",
        "lit",
        """# state
▲lit: flag chapter
# chapter
one: {ada: hall, ben: hall}
  hall: {+, choices: {light: {to: two, set: {lit: true}}, up: {to: attic}}}
  attic: {+, choices: {on: {to: two}}}
# chapter
two: {ada: gate, ben: gate}
  gate: {+text: [A gate., {when: lit or been(attic), say: Light.}], choices: {on: {to: yard}}}
"""
        + END,
        (("lit: flag chapter", "lit: flag story"), ("up: {to: attic}", "up: {to: attic}, by: {to: two}")),
    ),
    Planted(
        "a flag that is always set before it is read",
        "unused-value",
        "lit",
        """# state
▲lit: flag story
# chapter
one: {ada: hall, ben: hall}
  hall: {+, choices: {light: {to: yard, set: {lit: true}}, up: {to: attic}}}
  attic: {+, choices: {on: {to: yard, set: {lit: true}}}}
  yard: {+text: [It ends., {when: lit and been(attic), say: Light.}], ending: done}
""",
        (("on: {to: yard, set: {lit: true}}", "on: {to: yard, set: {lit: true}}, off: {to: yard}"),),
    ),
    Planted(
        "a range whose last value not even a moment by a choice asks for",
        "unused-value",
        "cups",
        """# state
▲cups: 0 to 3 story
# chapter
one: {ada: hall, ben: hall}
  hall: {+, choices: {one: {to: mid, set: {cups: '+1'}}, none: {to: mid}}}
  mid: {+, choices: {more: {to: yard, set: {cups: '+1'}}}}
"""
        + END
        + """# vignette
id: tea
unlock: {by: mid/more, when: cups == 2}
""",
        (("0 to 3", "0 to 2"),),
    ),
    # Eyes.
    Planted(
        "a shared scene that leads on without asking who comes",
        "wrong-eyes",
        "attic",
        """# chapter
one: {ada: hall, ben: hall}
  hall: {+, choices: {up: {to: attic}, out: {to: yard}}}
  attic: {+, ▲eyes: ada, choices: {down: {to: yard}}}
"""
        + END,
        (("up: {to: attic}", "up: {to: attic, when: follow == ada}"),),
    ),
    Planted(
        "eyes that are wrong for one of three heroes",
        "wrong-eyes",
        "attic",
        THREE
        + """# chapter
one: {ada: hall, ben: hall, cleo: hall}
  hall: {+, choices: {up: {to: attic, when: follow != ben}, out: {to: yard}}}
  attic: {+, ▲eyes: ada, choices: {down: {to: yard}}}
"""
        + END,
        (("follow != ben", "follow == ada"),),
    ),
    Planted(
        "eyes that are wrong only after a detour",
        "wrong-eyes",
        "study",
        LIT
        + """# chapter
one: {ada: attic, ben: hall}
  attic: {+, eyes: ada, choices: {in: {to: study}, down: {to: hall}}}
  hall: {+, choices: {light: {to: porch, set: {lit: true}}, on: {to: porch}}}
  porch: {+, choices: {back: {to: study, when: lit}, out: {to: yard}}}
  study: {+, ▲eyes: ada, choices: {down: {to: yard}}}
"""
        + END,
        (("when: lit}", "when: lit and follow == ada}"),),
    ),
    Planted(
        "eyes that are wrong for who changes at the crossroads",
        "wrong-eyes",
        "path",
        """# chapter
one: {ada: hall, ben: hall}
  hall: {+, choices: {go: {to: two}}}
# chapter
two: {ada: gate, ben: gate}
  gate: {+, choices: {on: {to: path, when: not follow == ada}, off: {to: yard}, by: {to: lane}}}
  path: {+, ▲eyes: ada, choices: {on: {to: yard}}}
  lane: {+, choices: {on: {to: yard}}}
"""
        + END,
        (("not follow == ada", "not follow == ben"),),
    ),
    # Choices that do the same.
    Planted(
        "two ways to wait with one rule",
        "alike-choices",
        "hall/wait-longer",
        LIT
        + """# chapter
one: {ada: lobby, ben: lobby}
  lobby: {+, choices: {light: {to: hall, set: {lit: true}}, leave: {to: hall}}}
  hall: {+, choices: {on: {to: yard}, wait: {to: porch, when: lit}, ▲wait-longer: {to: porch, when: lit}}}
  porch: {+, choices: {on: {to: yard}}}
"""
        + END,
        (("wait-longer: {to: porch, when: lit}", "wait-longer: {to: porch, when: not lit}"),),
    ),
    Planted(
        "two choices of which nobody asks again",
        "alike-choices",
        "mid/shout",
        LIT
        + """# chapter
one: {ada: hall, ben: hall}
  hall: {+, choices: {light: {to: mid, set: {lit: true}}, leave: {to: mid}}}
  mid: {+text: [A mid., {when: lit, say: Light.}], choices: {whisper: {to: yard, set: {lit: true}},
    ▲shout: {to: yard, set: {lit: false}}}}
"""
        + END,
        (("yard: {+, ending", "yard: {+text: [It ends., {when: lit, say: Light.}], ending"),),
    ),
    Planted(
        "a difference that the crossroads wipes out",
        "alike-choices",
        "porch/dark",
        """# state
lit: flag chapter
# chapter
one: {ada: hall, ben: hall}
  hall: {+, choices: {light: {to: porch, set: {lit: true}}, leave: {to: porch}}}
  porch: {+text: [A porch., {when: lit, say: Light.}], choices: {lamp: {to: two, set: {lit: true}}, ▲dark: {to: two}}}
# chapter
two: {ada: yard, ben: yard}
"""
        + END,
        (("▲dark: {to: two}", "▲dark: {to: hall}"),),
    ),
    Planted(
        "three choices that do one thing",
        "alike-choices",
        "hall/b",
        """# chapter
one: {ada: hall, ben: hall}
  hall: {+, choices: {a: {to: yard}, ▲b: {to: yard}, c: {to: yard}}}
"""
        + END,
        (("▲b: {to: yard}, c: {to: yard}", "b: {to: hall}"),),
        (("alike-choices", "hall/c"),),
    ),
    # Crossroads.
    Planted(
        "a later chapter for one hero only",
        "one-way-crossroads",
        "two",
        """# chapter
one: {ada: hall, ben: hall}
  hall: {+, choices: {go: {to: two}}}
# chapter
two: ▲{ada: yard}
"""
        + END,
        (("▲{ada: yard}", "{ada: yard, ben: yard}"),),
    ),
    Planted(
        "a first chapter for one hero only",
        "one-way-crossroads",
        "one",
        """# heroes
ada one
ben two
# chapter
one: ▲{ada: hall}
  hall: {+, choices: {go: {to: two}}}
# chapter
two: {ada: yard, ben: yard}
"""
        + END,
        (("ben two", "ben one"), ("▲{ada: hall}", "{ada: hall, ben: hall}")),
    ),
)
