"""What the options common to every subcommand ask for, and these options."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from game.errors import SokoviaError

if TYPE_CHECKING:
    from collections.abc import Callable

    from game.branches import Store
    from game.play import Graph
    from game.story.model import Story

THEMES = ("dark", "light", "contrast", "terminal")


class Request(NamedTuple):
    """What the options common to every subcommand ask for."""

    story: Path | None = None
    profile: str = "player"
    follow: str | None = None
    branch: str | None = None
    theme: str | None = None
    unsaved: bool = False

    @property
    def folder(self) -> Path:
        """The story folder."""
        from game.paths import shipped

        return self.story or shipped("story")

    def given(self, options: dict[str, Any]) -> Request:
        """The same with the options that a subcommand was given; the others stay as the group was given them."""
        return self._replace(**{name: value for name, value in options.items() if value not in (None, False)})

    def graph(self) -> Graph:
        """The story, ready to be played.

        Raises:
            StoryError: it has errors.
        """
        from game.paths import cache_folder
        from game.play import Graph
        from game.story import load_story

        return Graph(load_story(self.folder, cache_folder()))

    def store(self, story: Story) -> Store:
        """The saved runs of a story; to be closed.

        Raises:
            StoreError: they cannot be opened.
        """
        from game.branches import Store
        from game.paths import data_folder

        if self.unsaved:
            return Store(None, story.key)
        return Store.of_profile(data_folder(), self.profile, story.key)


def complete_branch(context: click.Context, _: click.Parameter, incomplete: str) -> list[str]:
    """The names of the saved runs that start with what has been typed, for the shell."""
    request, at = Request(), [context]
    while at[0].parent is not None:
        at.insert(0, at[0].parent)
    for one in at:
        request = request.given({name: one.params.get(name) for name in ("story", "profile")})
    trash = context.info_name == "restore"
    try:
        with request.store(request.graph().story) as store:
            names = [listed.branch.name for listed in store.branches() if listed.deleted == trash]
    except SokoviaError:
        return []
    return [name for name in names if name.startswith(incomplete)]


def story_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--story DIR`, which every subcommand takes too."""
    return click.option(
        "--story", type=click.Path(path_type=Path), metavar="DIR", help="Play or read another story folder."
    )(command)


def profile_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--profile NAME`."""
    return click.option("--profile", metavar="NAME", help="Keep runs and finds apart under this name.")(command)


def game_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of a game."""
    for option in (
        click.option("--theme", type=click.Choice(THEMES), help="The colours."),
        click.option("--unsaved", is_flag=True, help="Play without keeping anything."),
        profile_option,
        click.option(
            "--branch",
            metavar="NAME",
            shell_complete=complete_branch,
            help="Open the saved run of that name, or start it.",
        ),
        click.option("--follow", metavar="HERO", help="Follow this hero from the start, such as black-widow."),
        story_option,
    ):
        command = option(command)
    return command


json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON, and nothing else, to standard output.")
