"""Floor 2: what playing is. State, graph, the machine, the playthrough, the page."""

from game.play.graph import Graph, Node, Option
from game.play.machine import Machine, Session
from game.play.page import LENGTHS, Length, Offer, Page, Passage, Recap, page_of, passages, recap, shortened
from game.play.playthrough import Playthrough, Turn
from game.play.state import State
from game.play.step import Events, step

__all__ = [
    "LENGTHS",
    "Events",
    "Graph",
    "Length",
    "Machine",
    "Node",
    "Offer",
    "Option",
    "Page",
    "Passage",
    "Playthrough",
    "Recap",
    "Session",
    "State",
    "Turn",
    "page_of",
    "passages",
    "recap",
    "shortened",
    "step",
]
