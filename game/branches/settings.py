"""How a player wants the game to look and move; kept with the profile."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from game.branches.store import Store


class Setting(NamedTuple):
    """Something a player may set: its values in order, each with a word for it; the first is the default."""

    key: str
    title: str
    values: dict[str, str]
    """Value → what it means."""


SETTINGS = (
    Setting(
        "theme",
        "Colours",
        {
            "dark": "dark",
            "light": "light",
            "contrast": "high contrast",
            "terminal": "your terminal’s own",
        },
    ),
    Setting("reveal", "Text appears", {"gently": "gently", "slowly": "slowly", "at-once": "at once"}),
    Setting("motion", "Movement", {"full": "gentle", "none": "none"}),
    Setting("pictures", "Pictures", {"shown": "shown", "told": "told in words", "none": "none"}),
    Setting("measure", "Lines of prose", {"66": "66 letters", "60": "60 letters", "72": "72 letters"}),
)
"""Everything that can be set, in the order it is shown."""


class Settings:
    """The settings of a profile. One that was never set, or was set to what is not known here, has its default."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __getitem__(self, key: str) -> str:
        """The value of a setting.

        Raises:
            StoreError: the store cannot be read.
        """
        setting = _named(key)
        value = self._store.setting(key, "")
        return value if value in setting.values else next(iter(setting.values))

    def put(self, key: str, value: str) -> None:
        """Set one of its values, and keep it.

        Raises:
            StoreError: it could not be kept.
        """
        self._store.set(key, value)

    def turn(self, key: str, steps: int = 1) -> str:
        """Go to the next value (or `steps` on), round and round, and keep it.

        Raises:
            StoreError: it could not be kept.
        """
        values = list(_named(key).values)
        value = values[(values.index(self[key]) + steps) % len(values)]
        self._store.set(key, value)
        return value

    def copy_to(self, store: Store) -> None:
        """Set another store as this one is set.

        Raises:
            StoreError: one of them cannot be used.
        """
        for setting in SETTINGS:
            store.set(setting.key, self[setting.key])


def _named(key: str) -> Setting:
    return next(setting for setting in SETTINGS if setting.key == key)
