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
        "text-muted": "#9aa5b1",
        "footer-background": "#1c232d",
        "footer-key-foreground": "#e08a4f",
        "footer-description-foreground": "#b8c0ca",
        "moment-backdrop": "#140c06",
        "moment-background": "#2b1c12",
        "moment-foreground": "#f3e3cf",
        "moment-title": "#f2b46b",
        "moment-edge": "#7a4a22",
    },
)
LIGHT = Theme(
    name="sokovia-light",
    primary="#2f6073",
    secondary="#7a95a0",
    accent="#9c4310",
    warning="#7a5600",
    error="#a83028",
    success="#3f7030",
    foreground="#20242a",
    background="#f7f4ee",
    surface="#f7f4ee",
    panel="#e8e3d8",
    dark=False,
    variables={
        "text-muted": "#5a626c",
        "footer-background": "#e8e3d8",
        "footer-key-foreground": "#94400f",
        "footer-description-foreground": "#3a4048",
        "moment-backdrop": "#efe0c8",
        "moment-background": "#fdf1dc",
        "moment-foreground": "#3a2a18",
        "moment-title": "#8a3f0c",
        "moment-edge": "#d9a866",
    },
)
CONTRAST = Theme(
    name="sokovia-contrast",
    primary="#9fe8ff",
    secondary="#c8d4dc",
    accent="#ffd166",
    warning="#ffd166",
    error="#ffb3ad",
    success="#b6f2a0",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#1a1a1a",
    dark=True,
    variables={
        "text-muted": "#e0e0e0",
        "footer-background": "#1a1a1a",
        "footer-key-foreground": "#ffd166",
        "footer-description-foreground": "#ffffff",
        "moment-backdrop": "#000000",
        "moment-background": "#1f1400",
        "moment-foreground": "#ffffff",
        "moment-title": "#ffd166",
        "moment-edge": "#ffd166",
    },
)
THEMES = {"dark": DARK.name, "light": LIGHT.name, "contrast": CONTRAST.name, "terminal": "ansi-dark"}
"""What `--theme` and the setting take → the theme's name in Textual."""
VARIABLES = {
    "moment-backdrop": "ansi_default",
    "moment-background": "ansi_default",
    "moment-foreground": "ansi_default",
    "moment-title": "ansi_yellow",
    "moment-edge": "ansi_yellow",
}
"""What our style sheets name beside Textual's own variables, for a theme that does not say."""
