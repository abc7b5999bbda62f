"""The colours, by theme. Everything else names them as variables; `terminal` leaves them to the terminal."""

from textual.theme import Theme

DARK = Theme(
    name="sokovia-dark",
    primary="#8fb8c4",
    secondary="#5f7f8f",
    accent="#e08a4f",
    warning="#e0b040",
    error="#e0605a",
    success="#7fb86a",
    foreground="#dfe3e8",
    background="#11151b",
    surface="#11151b",
    panel="#1c232d",
    dark=True,
    variables={
        "footer-background": "#1c232d",
        "footer-key-foreground": "#e08a4f",
        "footer-description-foreground": "#b8c0ca",
    },
)
LIGHT = Theme(
    name="sokovia-light",
    primary="#2f6073",
    secondary="#7a95a0",
    accent="#a84a12",
    warning="#8a6100",
    error="#a83028",
    success="#3f7030",
    foreground="#20242a",
    background="#f7f4ee",
    surface="#f7f4ee",
    panel="#e8e3d8",
    dark=False,
    variables={
        "footer-background": "#e8e3d8",
        "footer-key-foreground": "#a84a12",
        "footer-description-foreground": "#3a4048",
    },
)
THEMES = {"dark": DARK.name, "light": LIGHT.name, "terminal": "ansi-dark"}
"""What `--theme` takes → the theme's name in Textual."""
