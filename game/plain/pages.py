"""A page, a moment, an offer, a picture: as lines that read well aloud."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.report import paragraphs, wrapped

if TYPE_CHECKING:
    from game.play import Offer, Page
    from game.story import Vignette
    from game.story.pictures import Picture


def page_lines(page: Page, picture: Picture | None = None) -> list[str]:
    """A page without its offers; the crossroads before a chapter may have a picture."""
    if page.kind == "crossroads":
        head = [*wrapped(f"Chapter {page.number}: {page.chapter.title}"), ""]
        return [*head, *picture_lines(picture), "Whom do you follow?", ""]
    whose = f" {page.hero.name}." if page.hero else ""
    return [*wrapped(f"{page.title}.{whose}"), "", *paragraphs(page.text)]


def moment_lines(vignette: Vignette, picture: Picture | None = None) -> list[str]:
    """A moment, with where it ends."""
    head = [*wrapped(f"A moment: {vignette.title}"), "", *picture_lines(picture)]
    return [*head, *paragraphs(vignette.text), "End of the moment.", ""]


def picture_lines(picture: Picture | None) -> list[str]:
    """What is to be seen, in words; nothing where there is no picture."""
    return [*wrapped(f"Picture: {picture.words}"), ""] if picture else []


def offer_lines(offer: Offer, *, whole: bool) -> list[str]:
    """An offer in lines; `whole` tells what a hero's thread is like, which need not be said at every crossroads."""
    if offer.hero is not None:
        about = " ".join(part for part in (offer.hero.tagline, offer.hero.thread) if part) if whole else ""
        text = f"{offer.say}. {offer.reason or about}"
    else:
        text = offer.say + (" (This leaves the film.)" if offer.leaves else "")
        if offer.reason:
            text = f"Closed: {offer.say} {offer.reason}"
    start = f"{offer.number}. " if offer.number is not None else "-  "
    return wrapped(text, indent=start, hang="   ")
